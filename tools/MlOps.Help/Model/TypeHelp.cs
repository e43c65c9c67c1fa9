namespace MlOps.Help.Model;

/// <summary>A type that a cmdlet takes or writes.</summary>
/// <param name="Name">The type's full name.</param>
/// <param name="Description">What it is, or how it is taken.</param>
public sealed record TypeHelp(string Name, IReadOnlyList<HelpBlock> Description);
