namespace MlOps.StandIn.Storage;

/// <summary>An entry of a list.</summary>
/// <param name="Name">The key, or what the keys behind it have in common.</param>
/// <param name="Object">The object; null for what stands for several.</param>
internal readonly record struct ListedEntry(string Name, TableObject? Object);
