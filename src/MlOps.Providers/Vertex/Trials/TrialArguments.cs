using System.Globalization;
using MlOps.Providers.Vertex.Requests;

namespace MlOps.Providers.Vertex.Trials;

/// <summary>How the arguments that Vertex AI adds for a trial's parameters become those of the contract, as a table that the script reads and that shows a trial's job afterwards.</summary>
/// <remarks>
/// A line for the whole: how many elements come before the parameters, how many after them, and the style. Then a line for each parameter, in the order of the space: what Vertex AI calls it, its flag, and
/// whether it is a number. Behind one that is a choice, a line for each category that is not the text of its argument: an empty field, the category, and <c>+</c> for the bare flag, <c>-</c> for nothing
/// or <c>=</c> and the text.
/// </remarks>
internal sealed record TrialArguments(int Before, int After, bool IsEquals, IReadOnlyList<TrialArguments.Parameter> Parameters)
{
    /// <summary>One parameter.</summary>
    /// <param name="Id">What Vertex AI calls it.</param>
    /// <param name="Flag">Its flag.</param>
    /// <param name="IsNumber">Whether its values are numbers.</param>
    /// <param name="Categories">By category, what stands for it where that is not its text.</param>
    internal sealed record Parameter(string Id, string Flag, bool IsNumber, IReadOnlyDictionary<string, string> Categories)
    {
        /// <summary>Its name in the space, as far as it can be told.</summary>
        public string Name => Flag == $"--{Id}" ? Id : Flag;
    }

    /// <summary>Makes the table of a search.</summary>
    /// <param name="spec">What each trial runs.</param>
    /// <param name="space">What is searched.</param>
    /// <param name="paths">A trial's folders.</param>
    public static TrialArguments Of(TrainingSpec spec, SearchSpace space, TrainingPaths paths)
    {
        // All at once, so that a name that is there twice is found.
        var all = TrainingContract.Arguments(spec, paths).Count;
        _ = TrainingContract.Arguments(spec with { Hyperparameters = [.. spec.Hyperparameters, .. space.Names.Select(name => KeyValuePair.Create(name, (object?)0))] }, paths);
        return new(all - spec.Arguments.Count, spec.Arguments.Count, spec.ArgumentStyle == ArgumentStyle.Equals, [.. space.Names.Select(Parameter)]);

        Parameter Parameter(string name)
        {
            _ = space.TryGet(name, out var parameter);
            var categories = new OrderedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var value in (parameter!.Domain as ChoiceDomain)?.Values ?? [])
            {
                var category = ChoiceCategories.Of(name, value);
                var rendering = Rendering(spec, paths, name, value);
                if (rendering != $"={category}")
                {
                    categories[category] = rendering;
                }
            }

            return new(ParameterIds.Of(name), Flag(name), parameter.Domain is not ChoiceDomain, categories);
        }
    }

    /// <summary>Whether a choice reaches the training code as the text itself where nothing stands between: a flag alone does not, and neither does a folder.</summary>
    public static bool IsPlain(TrainingSpec spec, TrainingPaths paths, string name, object? value) => Rendering(spec, paths, name, value) == $"={ChoiceCategories.Plain(name, value)}";

    /// <summary>The table as the text of a variable.</summary>
    public string Write() => string.Join('\n', Lines());

    /// <summary>Reads the table.</summary>
    /// <param name="variables">The variables of a container.</param>
    /// <returns>The table; <see langword="null"/> when there is none, for anybody can write the variable.</returns>
    public static TrialArguments? Read(IReadOnlyDictionary<string, string> variables)
    {
        if (!variables.TryGetValue(KeptVariables.TrialArguments, out var text))
        {
            return null;
        }

        var lines = text.Split('\n').Select(line => line.Split('\t')).ToArray();
        if (lines[0] is not [var before, var after, var style] || !Count(before, out var first) || !Count(after, out var last))
        {
            return null;
        }

        var parameters = new List<Parameter>();
        foreach (var fields in lines.Skip(1))
        {
            switch (fields)
            {
                case ["", var category, var how] when parameters.Count > 0:
                    ((OrderedDictionary<string, string>)parameters[^1].Categories)[Unescape(category)] = Unescape(how);
                    break;
                case [{ Length: > 0 } id, var flag, var kind]:
                    parameters.Add(new(id, flag, kind == "n", new OrderedDictionary<string, string>(StringComparer.Ordinal)));
                    break;
                default:
                    return null;
            }
        }

        return new(first, last, style == "e", parameters);

        static bool Count(string word, out int count) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out count);
    }

    /// <summary>Takes the parameters out of what a trial's job was given.</summary>
    /// <param name="arguments">The arguments behind the command.</param>
    /// <param name="command">How many elements the command has.</param>
    /// <returns>The parameters by name, in the order of the space, and the arguments without them.</returns>
    public (IReadOnlyDictionary<string, object?> Values, IReadOnlyList<string> Own) Take(IReadOnlyList<string> arguments, int command)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        var own = Math.Clamp(Before + After - command, 0, arguments.Count);
        var rest = arguments.Take(own).ToList();
        for (var i = own; i < arguments.Count; i++)
        {
            var equals = arguments[i].IndexOf('=', StringComparison.Ordinal);
            var flag = equals < 0 ? arguments[i] : arguments[i][..equals];
            if (flag.StartsWith("--", StringComparison.Ordinal) && Parameters.Any(parameter => parameter.Id == flag[2..]))
            {
                given[flag[2..]] = equals >= 0 ? arguments[i][(equals + 1)..] : ++i < arguments.Count ? arguments[i] : "";
            }
            else
            {
                rest.Add(arguments[i]);
            }
        }

        var values = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var parameter in Parameters.Where(parameter => given.ContainsKey(parameter.Id)))
        {
            values[parameter.Name] = Value(parameter, given[parameter.Id]);
        }

        return (values, rest);
    }

    private static object? Value(Parameter parameter, string text) =>
        !parameter.IsNumber || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? KeptHyperparameter.Read(text)
        : KeptHyperparameter.Read(HyperparameterText.Of(parameter.Id, number));

    private IEnumerable<string> Lines()
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"{Before}\t{After}\t{(IsEquals ? 'e' : 's')}");
        foreach (var parameter in Parameters)
        {
            yield return $"{parameter.Id}\t{parameter.Flag}\t{(parameter.IsNumber ? 'n' : 't')}";
            foreach (var (category, rendering) in parameter.Categories)
            {
                yield return $"\t{PatternProgram.Escape(category)}\t{PatternProgram.Escape(rendering)}";
            }
        }
    }

    private static string Unescape(string field) => field.Replace("%09", "\t", StringComparison.Ordinal).Replace("%0A", "\n", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal);

    private static string Flag(string name) => name.StartsWith('-') ? name : $"--{name}";

    /// <summary>What the contract makes of a value: a sign, and the text.</summary>
    private static string Rendering(TrainingSpec spec, TrainingPaths paths, string name, object? value)
    {
        var rendered = TrainingContract.Arguments(new() { Name = spec.Name, Hyperparameters = [new(name, value)], ArgumentStyle = ArgumentStyle.Equals }, paths);
        var flag = Flag(name);
        return rendered is not [var argument] ? "-" : argument.Length > flag.Length ? argument[flag.Length..] : "+";
    }
}
