namespace MlOps.Help.Model;

/// <summary>A piece of text in one style.</summary>
/// <param name="Text">The text.</param>
/// <param name="Style">How it is set.</param>
/// <param name="Target">Where a link goes: an address, or the name of a cmdlet.</param>
public sealed record HelpRun(string Text, HelpStyle Style = HelpStyle.Plain, string Target = "");
