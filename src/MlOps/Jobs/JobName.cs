namespace MlOps;

/// <summary>The rule for job names that every provider can keep: SageMaker's, <c>[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}</c> (CreateTrainingJob, TrainingJobName).</summary>
public static class JobName
{
    /// <summary>The most characters that a name may have.</summary>
    public const int MaxLength = 63;

    /// <summary>Whether a text can be a job's name.</summary>
    /// <param name="name">The text.</param>
    /// <returns><see langword="true"/> when it can.</returns>
    public static bool IsValid(string name) => Fault(name) is null;

    /// <summary>Refuses what cannot be a job's name.</summary>
    /// <param name="name">The text.</param>
    /// <exception cref="MlOpsException">It cannot; the message says why.</exception>
    public static void Validate(string name)
    {
        if (Fault(name) is { } fault)
        {
            throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"'{name}' cannot be a job's name: {fault}.",
                $"A name has from 1 to {MaxLength} letters (a to z, A to Z), digits and hyphens, and neither begins nor ends with a hyphen.",
                name);
        }
    }

    private static string? Fault(string name) => name switch
    {
        "" => "it is empty",
        { Length: > MaxLength } => $"it has {name.Length} characters",
        _ when name.FirstOrDefault(character => !char.IsAsciiLetterOrDigit(character) && character != '-') is not '\0' and var character => $"it has a '{character}'",
        _ when name.Contains('\0', StringComparison.Ordinal) => "it has a NUL character",
        _ when name[0] == '-' || name[^1] == '-' => "it begins or ends with a hyphen",
        _ => null,
    };
}
