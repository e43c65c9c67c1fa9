namespace MlOps.Help.Model;

/// <summary>A parameter in one way to call a cmdlet.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="IsMandatory">Whether it has to be given.</param>
/// <param name="Position">Its position without its name; <see langword="null"/> when it has none.</param>
/// <param name="PipelineInput">What of the pipeline it takes.</param>
public sealed record SyntaxParameter(ParameterHelp Parameter, bool IsMandatory, int? Position, string PipelineInput)
{
    /// <summary>The parameter as it is typed.</summary>
    /// <returns>The text, in brackets where it may be left out.</returns>
    public string Render()
    {
        var name = Position is null ? $"-{Parameter.Name}" : $"[-{Parameter.Name}]";
        var both = Parameter switch
        {
            { IsSwitch: true } => name,
            { AcceptedValues.Count: > 0 } => $"{name} {{{string.Join(" | ", Parameter.AcceptedValues.Select(value => value.Name))}}}",
            _ => $"{name} <{Parameter.TypeName}>",
        };
        return IsMandatory ? both : $"[{both}]";
    }
}
