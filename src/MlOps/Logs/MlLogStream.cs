namespace MlOps;

/// <summary>Which stream of the training code a line came from.</summary>
public enum MlLogStream
{
    /// <summary>The provider does not tell the streams apart.</summary>
    Unknown,

    /// <summary>Standard output.</summary>
    Stdout,

    /// <summary>Standard error.</summary>
    Stderr,
}
