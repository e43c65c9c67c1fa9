using System.Globalization;

namespace MlOps;

/// <summary>The rule for the names of searches: that for jobs, and short enough for the jobs of the trials to be named after it.</summary>
public static class TuningName
{
    /// <summary>The most characters that a name may have.</summary>
    public const int MaxLength = 46;

    /// <summary>Refuses a name that a search may not have.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.InvalidArgument"/>: the name breaks the rule; the message says how.</exception>
    public static void Validate(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        JobName.Validate(name);
        if (name.Length > MaxLength)
        {
            throw new MlOpsException(
                ErrorCode.InvalidArgument,
                string.Create(CultureInfo.InvariantCulture, $"'{name}' cannot be the name of a search: it has {name.Length} characters."),
                string.Create(CultureInfo.InvariantCulture, $"Use {MaxLength} at most: the jobs of its trials are named after it."),
                name);
        }
    }
}
