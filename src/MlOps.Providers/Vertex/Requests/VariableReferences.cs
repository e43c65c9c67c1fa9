using System.Text;

namespace MlOps.Providers.Vertex.Requests;

/// <summary>
/// References to environment variables in a container's command, arguments and variables. Vertex AI expands <c>$(NAME)</c> there by the rule of Kubernetes: what names no variable
/// stays, and <c>$$</c> becomes <c>$</c>, so that <c>$$(NAME)</c> is the text <c>$(NAME)</c>.
/// </summary>
/// <remarks>
/// For variables, the reference of <c>EnvVar.value</c> says so (cloud.google.com, google.cloud.aiplatform.v1.EnvVar). For arguments, Google's own samples for custom jobs rely on it
/// (<c>--model-dir=$(AIP_MODEL_DIR)</c>). The rule in full is that of <c>command</c> and <c>args</c> in a container of Kubernetes, API v1.
/// </remarks>
internal static class VariableReferences
{
    /// <summary>A text that is expanded to this one. Only what would change is escaped: a dollar before a parenthesis or another dollar.</summary>
    public static string Escape(string text)
    {
        if (!text.Contains('$', StringComparison.Ordinal))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 8);
        for (var position = 0; position < text.Length; position++)
        {
            escaped.Append(text[position]);
            if (text[position] == '$' && position + 1 < text.Length && text[position + 1] is '$' or '(')
            {
                escaped.Append('$');
            }
        }

        return escaped.ToString();
    }

    /// <summary>What the process gets.</summary>
    /// <param name="text">The text in the request.</param>
    /// <param name="variables">The variables that are known; what others stand for stays as it is.</param>
    public static string Expand(string text, IReadOnlyDictionary<string, string> variables)
    {
        if (!text.Contains('$', StringComparison.Ordinal))
        {
            return text;
        }

        var expanded = new StringBuilder(text.Length);
        for (var position = 0; position < text.Length;)
        {
            var next = position + 1 < text.Length ? text[position + 1] : '\0';
            if (text[position] == '$' && next == '$')
            {
                expanded.Append('$');
                position += 2;
            }
            else if (text[position] == '$' && next == '(' && text.IndexOf(')', position) is var end and > 0)
            {
                var name = text[(position + 2)..end];
                expanded.Append(variables.TryGetValue(name, out var value) ? value : text.AsSpan(position, end + 1 - position));
                position = end + 1;
            }
            else
            {
                expanded.Append(text[position++]);
            }
        }

        return expanded.ToString();
    }
}
