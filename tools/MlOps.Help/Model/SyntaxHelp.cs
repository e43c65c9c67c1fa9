namespace MlOps.Help.Model;

/// <summary>One way to call a cmdlet.</summary>
/// <param name="ParameterSet">The parameter set's name; empty when there is only one way.</param>
/// <param name="IsDefault">Whether it is the one that is taken when the parameters do not say.</param>
/// <param name="Parameters">Its parameters in the order in which they are shown.</param>
public sealed record SyntaxHelp(string ParameterSet, bool IsDefault, IReadOnlyList<SyntaxParameter> Parameters)
{
    /// <summary>The line as it is typed.</summary>
    /// <param name="command">The cmdlet's name.</param>
    /// <returns>The line.</returns>
    public string Render(string command) => $"{command} {string.Concat(Parameters.Select(parameter => parameter.Render() + " "))}[<CommonParameters>]";
}
