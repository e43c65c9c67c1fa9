namespace MlOps;

/// <summary>One thing that came back while several providers were asked at once: a value, or why one of them has none.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
/// <param name="Value">The value; not set when there is an error.</param>
/// <param name="Error">The error; <see langword="null"/> when there is a value.</param>
public readonly record struct Answer<T>(T? Value, MlOpsException? Error)
{
    /// <summary>An answer that is a value.</summary>
    /// <param name="value">The value.</param>
    public Answer(T value)
        : this(value, null)
    {
    }

    /// <summary>An answer that is an error.</summary>
    /// <param name="error">The error.</param>
    public Answer(MlOpsException error)
        : this(default, error)
    {
    }
}
