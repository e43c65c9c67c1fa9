using System.Text.Encodings.Web;
using System.Text.Json;

namespace MlOps.Providers.Vertex.Requests;

/// <summary>
/// What a job of Vertex AI has no field for and is needed to show it or to start it again, as tables in JSON in its environment: hyperparameters are arguments only, patterns of
/// metrics and names of input channels are nowhere. MlOps takes them out when it reads the job back.
/// </summary>
internal static class KeptVariables
{
    /// <summary>The hyperparameters as <see cref="KeptHyperparameter"/> writes them.</summary>
    public const string Hyperparameters = "MLOPS_HYPERPARAMETERS";

    /// <summary>How metrics are read from the log.</summary>
    public const string MetricPatterns = "MLOPS_METRIC_PATTERNS";

    /// <summary>The input channels with their addresses. No channel's own variable can be called so: those have an underscore behind INPUT.</summary>
    public const string Inputs = "MLOPS_INPUTS";

    /// <summary>How the script in a trial's container writes the arguments: see <see cref="Trials.TrialArguments"/>.</summary>
    public const string TrialArguments = "MLOPS_TRIAL_ARGUMENTS";

    /// <summary>How that script finds the objective in what the training prints, and writes it down: see <see cref="Trials.TrialMetric"/>.</summary>
    public const string TrialMetric = "MLOPS_TRIAL_METRIC";

    private static readonly JsonWriterOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(IEnumerable<KeyValuePair<string, string>> table)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, s_readable))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in table)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Reads a table in its order; what is no table of texts is none, for anybody can write the variable.</summary>
    public static OrderedDictionary<string, string> Read(IReadOnlyDictionary<string, string> variables, string name)
    {
        var table = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        if (!variables.TryGetValue(name, out var text))
        {
            return table;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                foreach (var entry in document.RootElement.EnumerateObject().Where(entry => entry.Value.ValueKind == JsonValueKind.String))
                {
                    table[entry.Name] = entry.Value.GetString()!;
                }
            }
        }
        catch (JsonException)
        {
            table.Clear();
        }

        return table;
    }
}
