using System.Management.Automation;
using MlOps.Shell.Commands.Properties;

namespace MlOps.Shell.Commands;

/// <summary>Counts objects and sums up a property. A subset of PowerShell's own: without the measures of text and <c>-StandardDeviation</c>.</summary>
[Cmdlet("Measure", "Object")]
public sealed class MeasureObjectCommand : PSCmdlet
{
    private readonly ValueComparer _comparer = new(caseSensitive: false);
    private readonly List<Measure> _measures = [];
    private PropertyExpression[] _properties = [];

    /// <summary>The object.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The properties to measure. Without it, the objects themselves.</summary>
    [Parameter(Position = 0)]
    public object[]? Property { get; set; }

    /// <summary>The sum.</summary>
    [Parameter]
    public SwitchParameter Sum { get; set; }

    /// <summary>The mean.</summary>
    [Parameter]
    public SwitchParameter Average { get; set; }

    /// <summary>The smallest.</summary>
    [Parameter]
    public SwitchParameter Minimum { get; set; }

    /// <summary>The largest.</summary>
    [Parameter]
    public SwitchParameter Maximum { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _properties = PropertyExpression.ParseAll(Property);
        if (_properties.Length == 0)
        {
            _measures.Add(new Measure(Property: null));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null)
        {
            return;
        }

        if (_properties.Length == 0)
        {
            Add(_measures[0], InputObject);
            return;
        }

        foreach (var value in _properties.SelectMany(p => p.Evaluate(InputObject)).Where(v => v is { Exists: true, Value: not null }))
        {
            var measure = _measures.Find(m => string.Equals(m.Property, value.Name, StringComparison.OrdinalIgnoreCase));
            if (measure is null)
            {
                measure = new Measure(value.Name);
                _measures.Add(measure);
            }

            Add(measure, value.Value!);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var measure in _measures)
        {
            var result = new PSObject();
            result.TypeNames.Insert(0, "Microsoft.PowerShell.Commands.GenericMeasureInfo");
            result.Properties.Add(new PSNoteProperty("Count", measure.Count));
            result.Properties.Add(new PSNoteProperty("Average", Average && measure.Count > 0 ? measure.Sum / measure.Count : null));
            result.Properties.Add(new PSNoteProperty("Sum", Sum ? measure.Sum : null));
            result.Properties.Add(new PSNoteProperty("Maximum", Maximum ? measure.Maximum : null));
            result.Properties.Add(new PSNoteProperty("Minimum", Minimum ? measure.Minimum : null));
            result.Properties.Add(new PSNoteProperty("StandardDeviation", value: null));
            result.Properties.Add(new PSNoteProperty("Property", measure.Property));
            WriteObject(result);
        }
    }

    private void Add(Measure measure, object value)
    {
        measure.Count++;
        var plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        var isNumber = LanguagePrimitives.TryConvertTo<double>(plain, out var number);
        if (isNumber)
        {
            measure.Sum += number;
        }
        else if (Sum || Average)
        {
            WriteError(new ErrorRecord(
                new PSArgumentException($"Input object \"{plain}\" is not numeric."), "NonNumericInputObject", ErrorCategory.InvalidType, plain));
        }

        var comparable = isNumber ? number : plain;
        measure.Minimum = measure.Minimum is null || _comparer.Compare(comparable, measure.Minimum) < 0 ? comparable : measure.Minimum;
        measure.Maximum = measure.Maximum is null || _comparer.Compare(comparable, measure.Maximum) > 0 ? comparable : measure.Maximum;
    }

    private sealed record Measure(string? Property)
    {
        public int Count { get; set; }

        public double Sum { get; set; }

        public object? Minimum { get; set; }

        public object? Maximum { get; set; }
    }
}
