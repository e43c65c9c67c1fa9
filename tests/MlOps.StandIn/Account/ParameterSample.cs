using System.Globalization;
using System.Text.Json.Nodes;

namespace MlOps.StandIn.Account;

/// <summary>Draws hyperparameters from the ranges of a tuning job, the same ones for the same seed.</summary>
internal static class ParameterSample
{
    public static JsonObject Draw(JsonObject? ranges, Random random)
    {
        var drawn = new JsonObject();
        foreach (var range in ranges?["IntegerParameterRanges"] as JsonArray ?? [])
        {
            drawn[Name(range)] = random.NextInt64((long)Bound(range, "MinValue"), (long)Bound(range, "MaxValue") + 1).ToString(CultureInfo.InvariantCulture);
        }

        foreach (var range in ranges?["ContinuousParameterRanges"] as JsonArray ?? [])
        {
            var (low, high) = (Bound(range, "MinValue"), Bound(range, "MaxValue"));
            drawn[Name(range)] = (low + (random.NextDouble() * (high - low))).ToString("R", CultureInfo.InvariantCulture);
        }

        foreach (var range in ranges?["CategoricalParameterRanges"] as JsonArray ?? [])
        {
            var values = range!["Values"]!.AsArray();
            drawn[Name(range)] = values[random.Next(values.Count)]!.GetValue<string>();
        }

        return drawn;
    }

    /// <summary>How many combinations the choices of a grid have.</summary>
    public static int Combinations(JsonObject? ranges) => (ranges?["CategoricalParameterRanges"] as JsonArray ?? []).Aggregate(1, (product, range) => product * range!["Values"]!.AsArray().Count);

    /// <summary>One combination of a grid.</summary>
    public static JsonObject At(JsonObject? ranges, int index)
    {
        var drawn = new JsonObject();
        foreach (var range in ranges?["CategoricalParameterRanges"] as JsonArray ?? [])
        {
            var values = range!["Values"]!.AsArray();
            drawn[Name(range)] = values[index % values.Count]!.GetValue<string>();
            index /= values.Count;
        }

        return drawn;
    }

    private static string Name(JsonNode? range) => range!["Name"]!.GetValue<string>();

    private static double Bound(JsonNode? range, string member) => double.Parse(range![member]!.GetValue<string>(), CultureInfo.InvariantCulture);
}
