using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;
using MlOps.Shell.Commands.Properties;

namespace MlOps.Shell.Commands;

/// <summary>Puts objects with the same values together. A subset of PowerShell's own: without <c>-Culture</c>.</summary>
[Cmdlet("Group", "Object")]
public sealed class GroupObjectCommand : PSCmdlet
{
    private readonly List<(IReadOnlyList<PropertyValue> Keys, Collection<PSObject> Members)> _groups = [];
    private PropertyExpression[] _properties = [];
    private ValueComparer _comparer = new(caseSensitive: false);

    /// <summary>The object.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>What to group by: names, script blocks or tables with Expression. Without it, the objects themselves.</summary>
    [Parameter(Position = 0)]
    public object[]? Property { get; set; }

    /// <summary>The counts without the objects.</summary>
    [Parameter]
    public SwitchParameter NoElement { get; set; }

    /// <summary>A table from value to objects in place of the groups.</summary>
    [Parameter]
    [Alias("AHT")]
    public SwitchParameter AsHashTable { get; set; }

    /// <summary>With -AsHashTable, texts as keys.</summary>
    [Parameter]
    public SwitchParameter AsString { get; set; }

    /// <summary>Capitals differ from small letters.</summary>
    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _properties = PropertyExpression.ParseAll(Property);
        _comparer = new ValueComparer(CaseSensitive);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null)
        {
            return;
        }

        PropertyValue[] keys = _properties.Length == 0
            ? [new PropertyValue("", InputObject, Exists: true)]
            : [.. _properties.Select(p => p.EvaluateOne(InputObject) with { Exists = true })];
        var group = _groups.Find(g => _comparer.Equal(g.Keys, keys));
        if (group.Members is null)
        {
            group = (keys, []);
            _groups.Add(group);
        }

        group.Members.Add(InputObject);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (AsHashTable)
        {
            var table = new Hashtable(CaseSensitive ? StringComparer.CurrentCulture : StringComparer.CurrentCultureIgnoreCase);
            foreach (var (keys, members) in _groups)
            {
                table[AsString || keys.Count > 1 ? Name(keys) : Base(keys[0].Value) ?? ""] = members;
            }

            WriteObject(table);
            return;
        }

        foreach (var (keys, members) in _groups.Order(Comparer<(IReadOnlyList<PropertyValue> Keys, Collection<PSObject> Members)>.Create(Compare)))
        {
            var group = new PSObject();
            group.TypeNames.Insert(0, NoElement ? "Microsoft.PowerShell.Commands.GroupInfoNoElement" : "Microsoft.PowerShell.Commands.GroupInfo");
            group.Properties.Add(new PSNoteProperty("Values", keys.Select(k => k.Value).ToArray()));
            group.Properties.Add(new PSNoteProperty("Count", members.Count));
            group.Properties.Add(new PSNoteProperty("Group", NoElement ? new Collection<PSObject>() : members));
            group.Properties.Add(new PSNoteProperty("Name", Name(keys)));
            WriteObject(group);
        }
    }

    private static string Name(IEnumerable<PropertyValue> keys) => string.Join(", ", keys.Select(k => LanguagePrimitives.ConvertTo<string>(k.Value)));

    private static object? Base(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private int Compare((IReadOnlyList<PropertyValue> Keys, Collection<PSObject> Members) left, (IReadOnlyList<PropertyValue> Keys, Collection<PSObject> Members) right) =>
        left.Keys.Zip(right.Keys).Select(p => _comparer.Compare(p.First, p.Second)).FirstOrDefault(c => c != 0);
}
