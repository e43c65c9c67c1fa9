using System.Collections;

namespace MlOps;

/// <summary>Writes hyperparameters as arguments.</summary>
internal static class HyperparameterArguments
{
    /// <summary>Writes each hyperparameter in its turn.</summary>
    public static IEnumerable<string> Render(IReadOnlyList<KeyValuePair<string, object?>> hyperparameters, ArgumentStyle style, Placeholders placeholders)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in hyperparameters)
        {
            var flag = Flag(name);
            if (!seen.Add(flag))
            {
                throw new MlOpsException(ErrorCode.InvalidArgument, $"The hyperparameter '{flag}' is there twice.", "Give a list to repeat a flag.", name);
            }

            foreach (var element in Elements(value))
            {
                foreach (var argument in Render(flag, name, element, style, placeholders))
                {
                    yield return argument;
                }
            }
        }
    }

    /// <summary>Whether a value is a list, whose elements repeat the flag.</summary>
    public static bool IsList(object? value, out IEnumerable<object?> elements)
    {
        var isList = value is IEnumerable and not (string or IDictionary);
        elements = isList ? ((IEnumerable)value!).Cast<object?>() : [];
        return isList;
    }

    private static IEnumerable<object?> Elements(object? value) => IsList(value, out var elements) ? elements : [value];

    private static IEnumerable<string> Render(string flag, string name, object? element, ArgumentStyle style, Placeholders placeholders)
    {
        switch (element)
        {
            case null or false:
                return [];
            case true:
                return [flag];
            default:
                var text = placeholders.Expand(HyperparameterText.Of(name, element), $"Hyperparameter '{name}'");

                // argparse takes "--name -1e-5" for a flag without its value.
                return style == ArgumentStyle.Equals || text.StartsWith('-') ? [$"{flag}={text}"] : [flag, text];
        }
    }

    private static string Flag(string name)
    {
        if (name.AsSpan().TrimStart('-').IsEmpty)
        {
            throw new MlOpsException(ErrorCode.InvalidArgument, $"A hyperparameter's name is '{name}': there is no name in it.", "Give it a name.", name);
        }

        foreach (var c in name)
        {
            if (c == '=' || char.IsWhiteSpace(c) || char.IsControl(c))
            {
                throw new MlOpsException(
                    ErrorCode.InvalidArgument,
                    $"The hyperparameter's name '{TerminalText.Clean(name)}' has the character U+{(int)c:X4}, which a flag cannot have.",
                    "Use a name without white space, control characters and '='.",
                    name);
            }
        }

        ProcessText.Check(name, "A hyperparameter's name");
        return FlagOf(name);
    }

    /// <summary>The flag of a name, whatever its characters are.</summary>
    public static string FlagOf(string name) => name.StartsWith('-') ? name : $"--{name}";
}
