namespace MlOps.Help.Model;

/// <summary>A value that a parameter takes.</summary>
/// <param name="Name">The value.</param>
/// <param name="Description">What it means; <see langword="null"/> when the code does not say.</param>
public sealed record AcceptedValue(string Name, HelpBlock? Description);
