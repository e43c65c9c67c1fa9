using System.Collections;

namespace MlOps;

/// <summary>Renders hyperparameters as arguments: <c>lr=0.1</c> is <c>--lr 0.1</c>, a list repeats the flag, a true value is a bare flag, a false or missing one is left out.</summary>
internal static class HyperparameterArguments
{
    /// <exception cref="MlOpsException">A name or a value cannot be rendered; the message names it.</exception>
    public static IEnumerable<string> Render(IReadOnlyList<KeyValuePair<string, object?>> hyperparameters, ArgumentStyle style)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in hyperparameters)
        {
            CheckName(name);
            if (!seen.Add(name))
            {
                throw new MlOpsException(ErrorCode.InvalidArgument, $"The hyperparameter '{name}' is given twice.", "Give a list to repeat a flag.", name);
            }

            var flag = name.StartsWith('-') ? name : "--" + name;
            foreach (var item in Items(name, value))
            {
                foreach (var argument in Render(flag, item, style))
                {
                    yield return argument;
                }
            }
        }
    }

    private static IEnumerable<object?> Items(string name, object? value) => value switch
    {
        string => [value],
        IDictionary => throw Unrenderable(name, value),
        IEnumerable list => list.Cast<object?>().Select(item => item is IEnumerable and not string ? throw Unrenderable(name, item) : Checked(name, item)),
        _ => [Checked(name, value)],
    };

    private static object? Checked(string name, object? value)
    {
        try
        {
            return value is null or bool ? value : HyperparameterText.Format(value);
        }
        catch (MlOpsException)
        {
            throw Unrenderable(name, value!);
        }
    }

    private static string[] Render(string flag, object? value, ArgumentStyle style) => value switch
    {
        null or false => [],
        true => [flag],

        // argparse takes "--name -1e-05" and "--name -text" for a flag without a value; "--name=-1e-05" is always understood
        // (https://docs.python.org/3/library/argparse.html#arguments-containing).
        string text when style == ArgumentStyle.Equals || text.StartsWith('-') => [$"{flag}={text}"],
        _ => [flag, (string)value],
    };

    private static void CheckName(string name)
    {
        if (name.Length == 0 || name.Any(character => char.IsWhiteSpace(character) || char.IsControl(character) || character == '='))
        {
            throw new MlOpsException(ErrorCode.InvalidArgument, $"'{name}' cannot be a hyperparameter's name: a name is not empty and has no blanks, no control characters and no '='.", "Rename the hyperparameter.", name);
        }
    }

    private static MlOpsException Unrenderable(string name, object value) => new(
        ErrorCode.InvalidArgument,
        $"The hyperparameter '{name}' has a value of type {value.GetType().Name}, which cannot be an argument.",
        "Give a number, a text, $true, $false, or a list of them.",
        name);
}
