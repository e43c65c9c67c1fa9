namespace MlOps;

/// <summary>Makes one kind of error of whatever a provider can throw.</summary>
public static class ProviderFailure
{
    /// <summary>Whether an exception is one that files, folders and the network have in store for anyone, as opposed to a fault in the code.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <returns><see langword="true"/> for one of ours, and for those of input and output.</returns>
    public static bool IsExpected(Exception exception) => exception is MlOpsException or IOException or UnauthorizedAccessException;

    /// <summary>The error to report for an exception that came out of something that no provider was part of, such as the settings.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <returns>The exception itself when it is one of ours, else one that keeps its words.</returns>
    public static MlOpsException From(Exception exception) => exception as MlOpsException ?? new(
        Code(exception),
        $"A file or folder cannot be used: {exception.Message}",
        "See that it is there, that you may use it, and that the disk has room.",
        target: null,
        exception);

    /// <summary>The error to report for an exception that came out of a provider.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="exception">What it threw.</param>
    /// <returns>The exception itself when it is one of ours, else one that keeps its words.</returns>
    public static MlOpsException From(IProvider provider, Exception exception) => exception as MlOpsException ?? new(
        Code(exception),
        $"{provider.Name} failed: {exception.Message}",
        $"Test-MlProvider {provider.Name} looks at everything that it needs.",
        provider.Name,
        exception);

    private static ErrorCode Code(Exception exception) => exception is UnauthorizedAccessException ? ErrorCode.AccessDenied : ErrorCode.ProviderError;
}
