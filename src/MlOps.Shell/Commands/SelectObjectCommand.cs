using System.Management.Automation;
using MlOps.Shell.Commands.Properties;
using MlOps.Shell.Engine;

namespace MlOps.Shell.Commands;

/// <summary>Takes some of the objects, or some of their properties. A subset of PowerShell's own: without <c>-SkipLast</c>, <c>-Index</c> and <c>-CaseInsensitive</c>.</summary>
[Cmdlet(VerbsCommon.Select, "Object")]
public sealed class SelectObjectCommand : PSCmdlet
{
    private readonly ValueComparer _comparer = new(caseSensitive: true);
    private readonly List<IReadOnlyList<PropertyValue>> _seen = [];
    private readonly Queue<PSObject> _tail = new();
    private PropertyExpression[] _properties = [];
    private WildcardPattern[] _excluded = [];
    private int _skipped;
    private int _taken;

    /// <summary>The object.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The properties to take: names, wildcards, script blocks or tables with Name and Expression.</summary>
    [Parameter(Position = 0)]
    public object[]? Property { get; set; }

    /// <summary>The properties to leave out, by name or wildcard.</summary>
    [Parameter]
    public string[]? ExcludeProperty { get; set; }

    /// <summary>The property whose values are written in place of the object.</summary>
    [Parameter]
    public string? ExpandProperty { get; set; }

    /// <summary>Each value once.</summary>
    [Parameter]
    public SwitchParameter Unique { get; set; }

    /// <summary>So many from the beginning; then the commands before this one are stopped.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int First { get; set; }

    /// <summary>So many from the end.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Last { get; set; }

    /// <summary>So many are passed over: at the beginning, or with -Last at the end.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Skip { get; set; }

    /// <summary>The commands before this one run to their end.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    private bool HasFirst => MyInvocation.BoundParameters.ContainsKey(nameof(First));

    private bool HasLast => MyInvocation.BoundParameters.ContainsKey(nameof(Last));

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _excluded = [.. (ExcludeProperty ?? []).Select(p => WildcardPattern.Get(p, WildcardOptions.IgnoreCase))];
        _properties = PropertyExpression.ParseAll(Property is null && _excluded.Length > 0 ? ["*"] : Property);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null)
        {
            return;
        }

        if (_skipped < Skip && (HasFirst || !HasLast))
        {
            _skipped++;
        }
        else if (HasFirst && _taken < First)
        {
            _taken++;
            Take(InputObject);
        }
        else if (HasLast)
        {
            _tail.Enqueue(InputObject);
            if (_tail.Count > Last + (HasFirst ? 0 : Skip))
            {
                _tail.Dequeue();
            }
        }
        else if (!HasFirst)
        {
            Take(InputObject);
        }

        if (HasFirst && !HasLast && !Wait && _taken == First)
        {
            throw EngineInternals.StopUpstream(this);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var passedOver = HasFirst ? 0 : Skip;
        while (_tail.Count > passedOver)
        {
            Take(_tail.Dequeue());
        }
    }

    private void Take(PSObject input)
    {
        if (ExpandProperty is not null)
        {
            Expand(input, ExpandProperty);
            return;
        }

        Write(_properties.Length == 0 ? input : Selected(input), input);
    }

    private PSObject Selected(PSObject input)
    {
        var selected = new PSObject();
        selected.TypeNames.Insert(0, "Selected." + input.BaseObject.GetType());
        AddProperties(selected, input);
        return selected;
    }

    private void AddProperties(PSObject target, PSObject input)
    {
        foreach (var property in _properties.SelectMany(p => p.Evaluate(input)))
        {
            if (!Array.Exists(_excluded, e => e.IsMatch(property.Name)) && target.Properties[property.Name] is null)
            {
                target.Properties.Add(new PSNoteProperty(property.Name, property.Value));
            }
        }
    }

    private void Expand(PSObject input, string name)
    {
        var property = PropertyExpression.ParseAll([name])[0].EvaluateOne(input);
        if (!property.Exists)
        {
            WriteError(new ErrorRecord(
                new PSArgumentException($"Property \"{name}\" cannot be found."), "ExpandPropertyNotFound", ErrorCategory.InvalidArgument, input));
            return;
        }

        foreach (var value in LanguagePrimitives.GetEnumerable(property.Value) ?? new[] { property.Value })
        {
            if (value is null)
            {
                continue;
            }

            var expanded = PSObject.AsPSObject(value);
            AddProperties(expanded, input);
            Write(expanded, expanded);
        }
    }

    private void Write(PSObject output, PSObject input)
    {
        if (Unique)
        {
            IReadOnlyList<PropertyValue> key = _properties.Length == 0
                ? [new("", input, Exists: true)]
                : [.. output.Properties.Select(p => new PropertyValue(p.Name, p.Value, Exists: true))];
            if (_seen.Exists(s => _comparer.Equal(s, key)))
            {
                return;
            }

            _seen.Add(key);
        }

        WriteObject(output);
    }
}
