namespace MlOps.Cmdlets.Hosting;

/// <summary>For where nobody may be asked, as while a name is being completed.</summary>
internal sealed class NoPrompt : IUserPrompt
{
    /// <summary>The one instance.</summary>
    public static NoPrompt Instance { get; } = new();

    /// <inheritdoc/>
    public string? AskSecret(string question) => null;
}
