namespace MlOps;

/// <summary>Nobody is there to be asked.</summary>
internal sealed class Nobody : IUserPrompt
{
    public string? AskSecret(string question) => null;
}
