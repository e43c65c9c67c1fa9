namespace MlOps;

/// <summary>Makes one kind of error of whatever a provider can throw.</summary>
public static class ProviderFailure
{
    /// <summary>The error to report for an exception that came out of a provider.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="exception">What it threw.</param>
    /// <returns>The exception itself when it is one of ours, else one that keeps its words.</returns>
    public static MlOpsException From(IProvider provider, Exception exception) => exception as MlOpsException ?? new(
        exception is UnauthorizedAccessException ? ErrorCode.AccessDenied : ErrorCode.ProviderError,
        $"{provider.Name} failed: {exception.Message}",
        $"Test-MlProvider {provider.Name} looks at everything that it needs.",
        provider.Name,
        exception);
}
