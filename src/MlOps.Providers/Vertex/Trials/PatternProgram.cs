using System.Globalization;
using System.Text;

namespace MlOps.Providers.Vertex.Trials;

/// <summary>
/// A regular expression as the script in a trial's container carries it out. awk's own have neither groups nor lazy quantifiers, find the longest match instead of the first, and differ from awk to awk; so
/// what is sent is a list of steps that a few lines of any awk follow: a matcher that tries the branches in .NET's order and never the same step at the same place twice, and is linear for that.
/// </summary>
/// <remarks>
/// A line a step: <c>t TEXT</c> (this text), <c>c REST CODES</c> (one of these characters), <c>s A B</c> (try A, then B), <c>j A</c> (go on at A), <c>g N</c> (keep the place), <c>a KIND</c> (a place),
/// <c>l WHERE NOT NONE REST CODES</c> (the character beside), <c>m</c> (a match).
/// </remarks>
internal sealed class PatternProgram
{
    // A pattern is as long as a line somebody writes; what is far longer is a repetition written out.
    private const int Longest = 2000;

    private static readonly string[] s_kept = ["value", "step", "epoch"];

    private readonly List<string> _steps = [];
    private readonly string _valueGroup;

    private PatternProgram(string valueGroup) => _valueGroup = valueGroup;

    /// <summary>Makes the steps of a pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <returns>The steps, a line each, after a text that every line that matches has in it, which can be empty.</returns>
    /// <exception cref="UntranslatablePatternException">It has something that the script cannot do.</exception>
    public static IReadOnlyList<string> Of(MetricPattern pattern)
    {
        var node = PatternParser.Parse(pattern.Pattern);
        var program = new PatternProgram(pattern.ValueGroup);
        program.Write(node);
        program.Add("m");
        return [Escape(Needed(node)), .. program._steps];
    }

    /// <summary>A text as a field of a line.</summary>
    public static string Escape(string text) => text.Replace("%", "%25", StringComparison.Ordinal).Replace("\t", "%09", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    /// <summary>The longest text that has to be in a match.</summary>
    private static string Needed(PatternNode node) => node switch
    {
        PatternNode.Literal literal => literal.Text,
        PatternNode.Group group => Needed(group.Body),
        PatternNode.Repeat { Least: > 0 } repeat => Needed(repeat.Body),
        PatternNode.Sequence sequence => Runs(sequence).MaxBy(text => text.Length) ?? "",
        _ => "",
    };

    private static IEnumerable<string> Runs(PatternNode.Sequence sequence)
    {
        var run = new StringBuilder();
        foreach (var part in sequence.Parts)
        {
            if (part is PatternNode.Literal literal)
            {
                run.Append(literal.Text);
                continue;
            }

            yield return run.ToString();
            run.Clear();
            yield return Needed(part);
        }

        yield return run.ToString();
    }

    private void Write(PatternNode node)
    {
        switch (node)
        {
            case PatternNode.Literal literal:
                Add("t", Escape(literal.Text));
                break;
            case PatternNode.One one:
                Add("c", Rest(one.Set), one.Set.Codes());
                break;
            case PatternNode.Sequence sequence:
                WriteAll(sequence);
                break;
            case PatternNode.Choice choice:
                Write(choice.Branches);
                break;
            case PatternNode.Repeat repeat:
                Write(repeat);
                break;
            case PatternNode.Group group when Slot(group.Name) is >= 0 and var slot:
                Add("g", Text(2 * slot));
                Write(group.Body);
                Add("g", Text((2 * slot) + 1));
                break;
            case PatternNode.Group group:
                Write(group.Body);
                break;
            case PatternNode.Place place:
                Add("a", place.Kind switch { PlaceKind.Start => "^", PlaceKind.End => "$", PlaceKind.WordEdge => "b", _ => "B" });
                break;
            case PatternNode.Beside beside:
                Add("l", beside.IsBehind ? "-1" : "0", Flag(beside.IsNot), Flag(beside.OrNone), Rest(beside.Set), beside.Set.Codes());
                break;
        }
    }

    /// <summary>Letters that stand together are one text.</summary>
    private void WriteAll(PatternNode.Sequence sequence)
    {
        for (var i = 0; i < sequence.Parts.Count; i++)
        {
            var texts = sequence.Parts.Skip(i).TakeWhile(part => part is PatternNode.Literal).Cast<PatternNode.Literal>().ToArray();
            Write(texts.Length > 1 ? new PatternNode.Literal(string.Concat(texts.Select(text => text.Text))) : sequence.Parts[i]);
            i += Math.Max(0, texts.Length - 1);
        }
    }

    private void Write(IReadOnlyList<PatternNode> branches)
    {
        var ends = new List<int>();
        for (var i = 0; i < branches.Count; i++)
        {
            if (i == branches.Count - 1)
            {
                Write(branches[i]);
                break;
            }

            var split = Add("");
            Write(branches[i]);
            ends.Add(Add(""));
            _steps[split] = Line("s", Text(split + 1), Text(_steps.Count));
        }

        foreach (var end in ends)
        {
            _steps[end] = Line("j", Text(_steps.Count));
        }
    }

    private void Write(PatternNode.Repeat repeat)
    {
        var last = 0;
        for (var i = 0; i < repeat.Least; i++)
        {
            last = _steps.Count;
            Write(repeat.Body);
        }

        if (repeat.Most is not { } most)
        {
            if (repeat.Least > 0)
            {
                Add(Split(repeat.IsLazy, last, _steps.Count + 1));
                return;
            }

            var split = Add("");
            Write(repeat.Body);
            Add("j", Text(split));
            _steps[split] = Split(repeat.IsLazy, split + 1, _steps.Count);
            return;
        }

        var splits = new List<int>();
        for (var i = repeat.Least; i < most; i++)
        {
            splits.Add(Add(""));
            Write(repeat.Body);
        }

        foreach (var split in splits)
        {
            _steps[split] = Split(repeat.IsLazy, split + 1, _steps.Count);
        }
    }

    private static string Split(bool isLazy, int again, int on) => isLazy ? Line("s", Text(on), Text(again)) : Line("s", Text(again), Text(on));

    private int Add(params string[] fields)
    {
        if (_steps.Count == Longest)
        {
            throw new UntranslatablePatternException("too many repetitions");
        }

        _steps.Add(Line(fields));
        return _steps.Count - 1;
    }

    /// <summary>Which of the three groups it is whose text is wanted; -1 for none of them.</summary>
    private int Slot(string name) => name == _valueGroup ? 0 : Array.IndexOf(s_kept, name) is > 0 and var slot ? slot : -1;

    private static string Rest(CharSet set) => Text((int)set.Others);

    private static string Flag(bool flag) => flag ? "1" : "0";

    private static string Line(params string[] fields) => string.Join('\t', fields);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
