namespace MlOps.Help.Model;

/// <summary>An example.</summary>
/// <param name="Title">What it is for.</param>
/// <param name="Code">What to type.</param>
/// <param name="Remarks">What happens then.</param>
public sealed record ExampleHelp(string Title, string Code, IReadOnlyList<HelpBlock> Remarks);
