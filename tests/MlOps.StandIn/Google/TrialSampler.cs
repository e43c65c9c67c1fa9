using System.Globalization;
using System.Text.Json.Nodes;

namespace MlOps.StandIn.Google;

/// <summary>Draws the parameters of trials, and says what they came to.</summary>
internal static class TrialSampler
{
    public static JsonArray Parameters(JsonObject study, Random random)
    {
        var parameters = new JsonArray();
        foreach (var parameter in study["parameters"]!.AsArray())
        {
            Draw(parameter!.AsObject(), random, parameters);
        }

        return parameters;
    }

    /// <summary>How a trial gets them: <c>--name=value</c>.</summary>
    public static IEnumerable<string> Arguments(JsonArray parameters) => parameters.Select(parameter =>
        $"--{parameter!["parameterId"]!.GetValue<string>()}={(parameter["value"]!.GetValueKind() == System.Text.Json.JsonValueKind.String ? parameter["value"]!.GetValue<string>() : parameter["value"]!.ToJsonString())}");

    public static JsonObject Measurement(CloudTrial trial)
    {
        var random = new Random(trial.Number);
        return new()
        {
            ["stepCount"] = "10",
            ["metrics"] = new JsonArray([.. trial.Tuning.Document["studySpec"]!["metrics"]!.AsArray().Select(metric => (JsonNode)new JsonObject
            {
                ["metricId"] = metric!["metricId"]!.GetValue<string>(),
                ["value"] = Math.Round(random.NextDouble(), 4),
            })]),
        };
    }

    private static void Draw(JsonObject parameter, Random random, JsonArray into)
    {
        JsonNode value;
        if (parameter["doubleValueSpec"] is { } range)
        {
            var (low, high) = (range["minValue"]!.GetValue<double>(), range["maxValue"]!.GetValue<double>());
            value = parameter["scaleType"]?.GetValue<string>() == "UNIT_LOG_SCALE"
                ? Math.Exp(Math.Log(low) + (random.NextDouble() * (Math.Log(high) - Math.Log(low))))
                : low + (random.NextDouble() * (high - low));
        }
        else if (parameter["integerValueSpec"] is { } whole)
        {
            value = random.NextInt64(JobChecks.Whole(whole["minValue"], 0), JobChecks.Whole(whole["maxValue"], 0) + 1);
        }
        else
        {
            var values = (parameter["categoricalValueSpec"] ?? parameter["discreteValueSpec"])!["values"]!.AsArray();
            value = values[random.Next(values.Count)]!.DeepClone();
        }

        into.Add(new JsonObject { ["parameterId"] = parameter["parameterId"]!.GetValue<string>(), ["value"] = value });
        var drawn = Text(value);
        foreach (var child in parameter["conditionalParameterSpecs"] as JsonArray ?? [])
        {
            var condition = child!["parentDiscreteValues"] ?? child["parentIntValues"] ?? child["parentCategoricalValues"];
            if (condition?["values"] is JsonArray parents && parents.Any(parent => Text(parent!) == drawn))
            {
                Draw(child["parameterSpec"]!.AsObject(), random, into);
            }
        }
    }

    private static string Text(JsonNode value) => value.GetValueKind() == System.Text.Json.JsonValueKind.String
        ? value.GetValue<string>()
        : double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
}
