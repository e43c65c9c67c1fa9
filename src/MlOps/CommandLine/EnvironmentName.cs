using System.Text.RegularExpressions;

namespace MlOps;

/// <summary>The names of environment variables.</summary>
internal static partial class EnvironmentName
{
    private const string Reserved = "MLOPS_";

    /// <summary>Refuses a name that a job may not set. The reserved prefix is refused in any case, because Windows does not tell the cases apart.</summary>
    public static void CheckOwn(string name)
    {
        if (!Name().IsMatch(name))
        {
            throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"'{TerminalText.Clean(name)}' cannot be the name of an environment variable.",
                "Use letters, digits and underscores, and no digit at the front.",
                name);
        }

        if (IsReserved(name))
        {
            throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"The environment variable '{name}' cannot be set: the names that begin with {Reserved} are MlOps' own.",
                "Give it another name.",
                name);
        }
    }

    /// <summary>Whether a name is one of MlOps' own.</summary>
    public static bool IsReserved(string name) => name.StartsWith(Reserved, StringComparison.OrdinalIgnoreCase);

    /// <summary>The variable that holds the folder of an input channel.</summary>
    public static string OfChannel(string channel) =>
        string.Concat($"{Reserved}INPUT_", string.Create(channel.Length, channel, (name, from) =>
        {
            for (var i = 0; i < name.Length; i++)
            {
                name[i] = char.IsAsciiLetterOrDigit(from[i]) ? char.ToUpperInvariant(from[i]) : '_';
            }
        }));

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex Name();
}
