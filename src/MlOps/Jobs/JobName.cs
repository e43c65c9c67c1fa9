namespace MlOps;

/// <summary>
/// The rule for job names that holds on every provider: 1 to 63 ASCII letters, digits and hyphens, with a letter or digit at both ends
/// (SageMaker's <c>TrainingJobName</c>, <c>[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}</c>, the strictest of them).
/// </summary>
public static class JobName
{
    private const int MaxLength = 63;
    private const string Rule = "Use 1 to 63 letters, digits and hyphens, with a letter or digit at both ends.";

    /// <summary>Whether a job may have this name.</summary>
    /// <param name="name">The name.</param>
    /// <returns><see langword="true"/> when it may.</returns>
    public static bool IsValid(string name) => Fault(name) is null;

    /// <summary>Refuses a name that a job may not have.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.InvalidArgument"/>: the name breaks the rule; the message says by which character.</exception>
    public static void Validate(string name)
    {
        if (Fault(name) is { } fault)
        {
            throw new MlOpsException(ErrorCode.InvalidArgument, $"'{TerminalText.Clean(name)}' cannot be the name of a job: {fault}.", Rule, name);
        }
    }

    private static string? Fault(string name)
    {
        if (name.Length == 0)
        {
            return "it is empty";
        }

        for (var i = 0; i < name.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(name[i]) && name[i] != '-')
            {
                return $"character {i + 1} is {Shown(name, i)}";
            }
        }

        return name.Length > MaxLength ? $"it has {name.Length} characters"
            : name[0] == '-' ? "it begins with '-'"
            : name[^1] == '-' ? "it ends with '-'"
            : null;
    }

    private static string Shown(string name, int index)
    {
        var code = char.IsSurrogatePair(name, index) ? char.ConvertToUtf32(name, index) : name[index];
        return name[index] is > ' ' and <= '~' ? $"'{name[index]}'" : $"U+{code:X4}";
    }
}
