using System.Text.RegularExpressions;

namespace MlOps;

/// <summary>Chooses log lines by what they say and by the stream they came from.</summary>
public sealed class LogFilter
{
    /// <summary>A pattern that takes longer on one line would never come to an end.</summary>
    private static readonly TimeSpan s_matchLimit = TimeSpan.FromSeconds(5);

    private readonly Regex? _pattern;
    private readonly IReadOnlyList<MlLogStream> _streams;

    /// <summary>Makes a filter.</summary>
    /// <param name="pattern">A regular expression that the line has to match, in any case; <see langword="null"/> for every line.</param>
    /// <param name="streams">The streams wanted; empty for every stream.</param>
    /// <exception cref="MlOpsException">The pattern is not a regular expression.</exception>
    public LogFilter(string? pattern, IReadOnlyList<MlLogStream> streams)
    {
        try
        {
            _pattern = pattern is null ? null : new(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, s_matchLimit);
            _streams = streams;
        }
        catch (RegexParseException e)
        {
            throw new MlOpsException(ErrorCode.InvalidArgument, $"The pattern '{pattern}' is not a regular expression: {e.Message}", "Put a backslash before characters that are meant as they are.", pattern, e);
        }
    }

    /// <summary>Whether a line is wanted.</summary>
    /// <param name="line">The line.</param>
    /// <returns><see langword="true"/> when it is.</returns>
    /// <exception cref="MlOpsException">The pattern takes for ever on this line.</exception>
    public bool Matches(MlLogEvent line)
    {
        try
        {
            return (_streams.Count == 0 || _streams.Contains(line.Stream)) && _pattern?.IsMatch(line.Message) != false;
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new MlOpsException(ErrorCode.InvalidArgument, $"The pattern '{_pattern}' takes too long on a line of {line.Message.Length} characters.", "Avoid nested repetition such as (a+)+.", _pattern?.ToString(), e);
        }
    }
}
