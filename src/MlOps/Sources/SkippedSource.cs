namespace MlOps;

/// <summary>What a folder has and is not shipped, although nothing asks for it to be left out.</summary>
/// <param name="RelativePath">Its path from the folder, with forward slashes.</param>
/// <param name="Reason">Why, as the rest of a sentence: "it is a symbolic link that leads out of the folder".</param>
public sealed record SkippedSource(string RelativePath, string Reason);
