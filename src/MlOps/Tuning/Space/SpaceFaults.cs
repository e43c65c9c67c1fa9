namespace MlOps;

/// <summary>Everything that is wrong with a search space: whoever has made three mistakes wants to hear of three.</summary>
internal sealed class SpaceFaults
{
    private readonly List<string> _faults = [];
    private string? _first;

    /// <summary>Takes a fault down.</summary>
    /// <param name="clause">What is wrong, as a clause.</param>
    /// <param name="parameter">The parameter that it is wrong with.</param>
    public void Add(string clause, string? parameter = null)
    {
        _first ??= parameter;
        _faults.Add(parameter is null ? clause : $"'{TerminalText.Clean(parameter)}' {clause}");
    }

    /// <summary>Ends the work when there is a fault.</summary>
    /// <exception cref="MlOpsException">There is one.</exception>
    public void Throw()
    {
        if (_faults.Count > 0)
        {
            throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"The search space cannot be used: {string.Join("; ", _faults)}.",
                "A range is New-MlRange LOW HIGH, a choice is a list of values, and -When @{ NAME = VALUE } says when one applies.",
                _first);
        }
    }
}
