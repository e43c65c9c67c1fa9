using System.Management.Automation;
using MlOps.Shell.Commands.Properties;

namespace MlOps.Shell.Commands;

/// <summary>Sorts objects; equal ones keep their order. A subset of PowerShell's own: without <c>-Bottom</c>, <c>-Stable</c> and <c>-Culture</c>.</summary>
[Cmdlet("Sort", "Object")]
public sealed class SortObjectCommand : PSCmdlet
{
    private readonly List<Row> _rows = [];
    private PropertyExpression[] _properties = [];

    /// <summary>The object.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>What to sort by: names, script blocks, or tables with Expression and Descending or Ascending. Without it, the objects themselves.</summary>
    [Parameter(Position = 0)]
    public object[]? Property { get; set; }

    /// <summary>The largest first.</summary>
    [Parameter]
    public SwitchParameter Descending { get; set; }

    /// <summary>Of equal ones, only the first.</summary>
    [Parameter]
    public SwitchParameter Unique { get; set; }

    /// <summary>Capitals differ from small letters.</summary>
    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    /// <summary>Only so many from the beginning of what is sorted.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Top { get; set; } = int.MaxValue;

    /// <inheritdoc/>
    protected override void BeginProcessing() => _properties = PropertyExpression.ParseAll(Property);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is not null)
        {
            _rows.Add(new Row(InputObject, _properties.Length == 0
                ? [new PropertyValue("", InputObject, Exists: true)]
                : [.. _properties.Select(p => p.EvaluateOne(InputObject))]));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var comparer = new ValueComparer(CaseSensitive);
        var order = Comparer<Row>.Create((a, b) => Compare(comparer, a, b));
        Row? previous = null;
        var written = 0;
        foreach (var row in _rows.Order(order))
        {
            if (written == Top)
            {
                return;
            }

            if (Unique && previous is not null && comparer.Equal(previous.Keys, row.Keys))
            {
                continue;
            }

            WriteObject(row.Object);
            written++;
            previous = row;
        }
    }

    private int Compare(ValueComparer comparer, Row left, Row right)
    {
        for (var i = 0; i < left.Keys.Count; i++)
        {
            var result = comparer.Compare(left.Keys[i], right.Keys[i]);
            if (result != 0)
            {
                var descending = i < _properties.Length ? _properties[i].Descending ?? Descending.IsPresent : Descending.IsPresent;
                return descending ? -result : result;
            }
        }

        return 0;
    }

    private sealed record Row(PSObject Object, IReadOnlyList<PropertyValue> Keys);
}
