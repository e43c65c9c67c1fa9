using FsCheck;
using FsCheck.Fluent;

namespace MlOps.Tests.CommandLine;

/// <summary>Texts of the kind that go wrong on a command line.</summary>
internal static class Samples
{
    private static readonly string[] Awkward =
    [
        " ", "  ", "\t", "\n", "\r", "'", "\"", "\\", "$", "$HOME", "`id`", "$(id)", "*", "?", "~", "!", "#", "&", ";", "|", "<", ">", "(", ")", "[", "]", "{", "}", "{a,b}",
        "-", "--", "-1", "-1e-5", "=", "%", "@", "+", ",", ":", ".", "/", "^", "\u0001", "\u001b[31m", "\u007f", "é", "ß", "日本", "\U0001F600", "\u202e", "\u0085", "\u2028", "a", "Z", "0", "foo", "if", "A=b",
    ];

    public static Gen<string> Text { get; } = Gen.OneOf(
        Gen.Elements(Awkward),
        Gen.Elements(Awkward).ListOf().Select(string.Concat),
        Gen.Constant(""));

    public static Gen<double> Number { get; } = Gen.OneOf(
        ArbMap.Default.GeneratorFor<double>(),
        Gen.Elements(0.1, -1e-5, 1e16, 1e15, 5e-324, double.MaxValue, double.NaN, double.NegativeInfinity, -0.0));
}
