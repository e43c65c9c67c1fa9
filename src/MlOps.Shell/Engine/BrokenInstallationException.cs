namespace MlOps.Shell.Engine;

/// <summary>The shell lacks a part of itself. The message is the one sentence for the user.</summary>
internal sealed class BrokenInstallationException(string message) : Exception(message);
