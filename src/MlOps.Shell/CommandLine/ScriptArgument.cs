namespace MlOps.Shell.CommandLine;

/// <summary>One argument of a script: a name, a value, or both.</summary>
/// <param name="Name">The parameter's name with its dash, or null for a value by position.</param>
/// <param name="Value">The value, or null for a name alone (a switch, or a name whose value is the next argument).</param>
internal sealed record ScriptArgument(string? Name, object? Value)
{
    /// <summary>Reads the words after the script's name as pwsh does: <c>-Name value</c>, <c>-Switch</c>, <c>-Name:value</c>.</summary>
    public static IReadOnlyList<ScriptArgument> Parse(ReadOnlySpan<string> words)
    {
        var arguments = new List<ScriptArgument>();
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            var colon = word.IndexOf(':', StringComparison.Ordinal);
            if (word.Length < 2 || word[0] != '-')
            {
                arguments.Add(new(null, word));
            }
            else if (colon < 0)
            {
                arguments.Add(new(word, null));
            }
            else if (colon < word.Length - 1)
            {
                arguments.Add(new(word[..colon], BooleanOrText(word[(colon + 1)..])));
            }
            else if (i + 1 < words.Length)
            {
                arguments.Add(new(word[..colon], words[++i]));
            }
        }

        return arguments;
    }

    // A switch takes a Boolean, and "-x:$false" reaches us as text.
    private static object BooleanOrText(string text) =>
        bool.TryParse(text.AsSpan(text[0] == '$' ? 1 : 0), out var boolean) ? boolean : text;
}
