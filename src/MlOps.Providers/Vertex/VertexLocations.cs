namespace MlOps.Providers.Vertex;

/// <summary>The locations in which Vertex AI trains.</summary>
/// <remarks>From gcloud's list of regions for training (<c>SUPPORTED_TRAINING_REGIONS</c> of googlecloudsdk/command_lib/ai/constants.py), as of 2026-11.</remarks>
internal static class VertexLocations
{
    private static readonly string[] s_all =
    [
        "africa-south1", "asia-east1", "asia-east2", "asia-northeast1", "asia-northeast2", "asia-northeast3", "asia-south1", "asia-south2", "asia-southeast1", "asia-southeast2",
        "australia-southeast1", "australia-southeast2", "europe-central2", "europe-north1", "europe-southwest1", "europe-west1", "europe-west12", "europe-west2", "europe-west3", "europe-west4",
        "europe-west6", "europe-west8", "europe-west9", "me-central1", "me-central2", "me-west1", "northamerica-northeast1", "northamerica-northeast2", "southamerica-east1", "southamerica-west1",
        "us-central1", "us-central2", "us-east1", "us-east4", "us-east5", "us-south1", "us-west1", "us-west2", "us-west3", "us-west4",
    ];

    /// <summary>The locations that a query asks for.</summary>
    /// <param name="regions">Names and patterns; empty for the one in the settings.</param>
    /// <param name="configured">The one in the settings.</param>
    /// <returns>The locations, each once. A plain name counts whether it is known or not: new ones come.</returns>
    public static IReadOnlyList<string> Of(IReadOnlyList<NamePattern> regions, string configured) => regions.Count == 0
        ? [configured]
        : [.. regions.SelectMany(region => region.IsLiteral ? [Checked(region.LiteralName!.ToLowerInvariant())] : s_all.Append(configured).Where(region.Matches)).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether a location was asked for by its name, or is the one in the settings: where it is not there, that is an error.</summary>
    public static bool IsNamed(string location, IReadOnlyList<NamePattern> regions, string configured) =>
        location == configured || regions.Any(region => region.IsLiteral && string.Equals(region.LiteralName, location, StringComparison.OrdinalIgnoreCase));

    // It becomes part of a host's name.
    private static string Checked(string location) => VertexSettings.Location.FindProblem(location) is { Length: > 0 } problem
        ? throw new MlOpsException(ErrorCode.InvalidArgument, problem, "Give another -Region.", location)
        : location;
}
