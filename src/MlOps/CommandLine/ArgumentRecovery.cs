namespace MlOps;

/// <summary>Takes the arguments of a job apart again, into the hyperparameters and the arguments that its user gave.</summary>
public static class ArgumentRecovery
{
    /// <summary>
    /// Finds at the front of the arguments the hyperparameters that were rendered there. A kept text can mean several things (<c>true</c> the switch and the word):
    /// it means what gives exactly the arguments that stand there. What was rendered to nothing keeps its value, and so does what another program kept.
    /// </summary>
    /// <param name="arguments">The arguments after the command.</param>
    /// <param name="kept">The hyperparameters as <see cref="KeptHyperparameter.Write"/> kept them.</param>
    /// <param name="job">The job's name.</param>
    /// <param name="paths">The job's folders on the provider.</param>
    /// <returns>The hyperparameters, in the order of their arguments, and the further arguments, with placeholders for the job's folders.</returns>
    public static (IReadOnlyList<KeyValuePair<string, object?>> Hyperparameters, IReadOnlyList<string> Arguments) Read(
        IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> kept, string job, TrainingPaths paths)
    {
        var placeholders = new Placeholders(job, paths);
        var found = Find(arguments, kept, ArgumentStyle.Space, placeholders);
        if (found.Values.Count < kept.Count && Find(arguments, kept, ArgumentStyle.Equals, placeholders) is var other && other.Values.Count > found.Values.Count)
        {
            found = other;
        }

        return (InOrder(found.Values, kept), [.. arguments.Skip(found.Length).Select(placeholders.Collapse)]);
    }

    /// <summary>Finds the hyperparameters that one style explains. A job has one style: what looks like the other one is something else.</summary>
    private static (OrderedDictionary<string, object?> Values, int Length) Find(
        IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> kept, ArgumentStyle style, Placeholders placeholders)
    {
        var names = ByFlag(kept.Keys);
        var found = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
        var position = 0;
        while (position < arguments.Count
            && names.Remove(FlagOf(arguments[position]), out var name)
            && Match(arguments, position, name, kept[name], style, placeholders) is { } match)
        {
            found.Add(name, match.Value);
            position += match.Length;
        }

        return (found, position);
    }

    /// <summary>In the order in which they are kept, when the arguments have it too: only there do those without an argument have their place.</summary>
    private static List<KeyValuePair<string, object?>> InOrder(OrderedDictionary<string, object?> found, IReadOnlyDictionary<string, string> kept)
    {
        var rest = kept.Where(entry => !found.ContainsKey(entry.Key)).ToDictionary(entry => entry.Key, entry => KeptHyperparameter.Read(entry.Value), StringComparer.Ordinal);
        var names = kept.Keys.Where(found.ContainsKey).SequenceEqual(found.Keys, StringComparer.Ordinal) ? kept.Keys : found.Keys.Concat(rest.Keys);
        return [.. names.Select(name => KeyValuePair.Create(name, found.TryGetValue(name, out var value) ? value : rest[name]))];
    }

    private static Dictionary<string, string> ByFlag(IEnumerable<string> names)
    {
        var byFlag = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            byFlag.TryAdd(HyperparameterArguments.FlagOf(name), name);
        }

        return byFlag;
    }

    private static string FlagOf(string argument) =>
        argument.IndexOf('=', StringComparison.Ordinal) is var end && end < 0 ? argument : argument[..end];

    /// <summary>The value that gives the arguments that stand there. A bare flag is a switch only where the word for it does not follow.</summary>
    private static (object? Value, int Length)? Match(
        IReadOnlyList<string> arguments, int position, string name, string text, ArgumentStyle style, Placeholders placeholders)
    {
        (object? Value, int Length)? flag = null;
        foreach (var value in Readings(text, placeholders))
        {
            var rendered = Render(name, value, style, placeholders);
            if (rendered.Count == 0 || !StandsAt(arguments, position, rendered))
            {
                continue;
            }

            if (rendered is not [var only] || only.Contains('=', StringComparison.Ordinal))
            {
                return (value, rendered.Count);
            }

            flag ??= (value, 1);
        }

        return flag;
    }

    private static bool StandsAt(IReadOnlyList<string> arguments, int position, List<string> rendered)
    {
        if (arguments.Count - position < rendered.Count)
        {
            return false;
        }

        for (var i = 0; i < rendered.Count; i++)
        {
            if (arguments[position + i] != rendered[i])
            {
                return false;
            }
        }

        return true;
    }

    private static IEnumerable<object?> Readings(string text, Placeholders placeholders)
    {
        if (KeptHyperparameter.Literal(text, out var literal))
        {
            if (literal is object?[] list)
            {
                yield return list.Select(item => item is string element ? placeholders.Collapse(element) : item).ToArray();
            }

            yield return literal;
        }

        yield return placeholders.Collapse(text);
        yield return text;
    }

    private static List<string> Render(string name, object? value, ArgumentStyle style, Placeholders placeholders)
    {
        try
        {
            return [.. HyperparameterArguments.Render([new(name, value)], style, placeholders)];
        }
        catch (MlOpsException)
        {
            // What another program wrote can have any name, and names of channels that there are not.
            return [];
        }
    }
}
