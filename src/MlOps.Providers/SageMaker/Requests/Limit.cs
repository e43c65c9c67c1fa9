using System.Globalization;
using System.Text.RegularExpressions;

namespace MlOps.Providers.SageMaker.Requests;

/// <summary>Measures one part of a request against what SageMaker allows for it.</summary>
/// <remarks>Each throws an <see cref="MlOpsException"/> (<see cref="ErrorCode.InvalidArgument"/>) that names the part, its size and the limit. What is not there (<see langword="null"/>) is within any.</remarks>
internal static partial class Limit
{
    /// <summary>Said of a text that has to be one line.</summary>
    public const string NoLineBreak = "A line break cannot be in it.";

    public static void Uri(string what, string? uri) => Text(what, uri, 1, 1024, UriPattern(), "An address looks like s3://bucket/folder.");

    public static void Count(string what, int? count, int most, string action = "")
    {
        if (count > most)
        {
            throw Refused($"The job has {Shown(count.Value)} {what}; SageMaker allows {Shown(most)}.", action, what);
        }
    }

    public static void Number(string what, int? number, int least, int most)
    {
        if (number < least || number > most)
        {
            throw Refused(
                most == int.MaxValue ? $"{what} is {Shown(number!.Value)}; SageMaker allows {Shown(least)} or more." : $"{what} is {Shown(number!.Value)}; SageMaker allows {Shown(least)} to {Shown(most)}.",
                "",
                number);
        }
    }

    public static void Text(string what, string? text, int least, int most, Regex? form, string rule = "")
    {
        if (text is null)
        {
            return;
        }

        what = TerminalText.Clean(what);
        if (text.Length > most)
        {
            throw Refused($"{what} has {Shown(text.Length)} characters; SageMaker allows {Shown(most)}.", rule, text);
        }

        if (text.Length < least)
        {
            throw Refused(text.Length == 0 ? $"{what} is empty." : $"{what} has {Shown(text.Length)} characters; SageMaker wants {Shown(least)} or more.", rule, text);
        }

        if (form?.IsMatch(text) == false)
        {
            throw Refused(form == OneLine() ? $"{what} has a line break, which SageMaker does not allow." : $"{what} is '{Start(text)}', which SageMaker does not allow.", rule, text);
        }
    }

    private static MlOpsException Refused(string message, string action, object? target) => new(ErrorCode.InvalidArgument, message, action, target);

    /// <summary>The beginning of a text that may be long, for a message.</summary>
    public static string Start(string text) => TerminalText.Clean(text.Length > 40 ? $"{text[..40]}…" : text);

    public static IEnumerable<KeyValuePair<string, string>> OrNone(this IReadOnlyDictionary<string, string>? table) => table ?? Enumerable.Empty<KeyValuePair<string, string>>();

    private static string Shown(int number) => number.ToString(CultureInfo.InvariantCulture);

    // What '.' of the vendor's patterns does not match, which are Java's.
    [GeneratedRegex(@"\A[^\n\r\u0085\u2028\u2029]*\z", RegexOptions.CultureInvariant)]
    public static partial Regex OneLine();

    [GeneratedRegex(@"\Aarn:aws[a-z-]*:iam::[0-9]{12}:role/?[a-zA-Z_0-9+=,.@/-]+\z", RegexOptions.CultureInvariant)]
    public static partial Regex RolePattern();

    [GeneratedRegex(@"\A[A-Za-z0-9._-]+\z", RegexOptions.CultureInvariant)]
    public static partial Regex ChannelPattern();

    [GeneratedRegex(@"\A(https|s3)://([^/\n\r\u0085\u2028\u2029]+)(/[^\n\r\u0085\u2028\u2029]*)?\z", RegexOptions.CultureInvariant)]
    public static partial Regex UriPattern();

    [GeneratedRegex(@"\A[a-zA-Z0-9:/_-]*\z", RegexOptions.CultureInvariant)]
    public static partial Regex KeyPattern();

    [GeneratedRegex(@"\A[a-zA-Z0-9-]+\z", RegexOptions.CultureInvariant)]
    public static partial Regex IdPattern();

    [GeneratedRegex(@"\A[\p{L}\p{Z}\p{N}_.:/=+@-]*\z", RegexOptions.CultureInvariant)]
    public static partial Regex TagPattern();
}
