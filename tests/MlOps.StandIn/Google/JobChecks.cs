using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MlOps.StandIn.Google;

/// <summary>What the service refuses of a job though its shape is right.</summary>
internal sealed partial class JobChecks
{
    private readonly List<string> _errors = [];

    public static void Custom(JsonObject job)
    {
        var checks = new JobChecks();
        checks.Common(job);
        checks.Spec(job["jobSpec"]!.AsObject(), "job_spec");
        checks.Throw();
    }

    public static void Tuning(JsonObject job)
    {
        var checks = new JobChecks();
        checks.Common(job);
        checks.Spec(job["trialJobSpec"]!.AsObject(), "trial_job_spec");
        checks.Require(job["maxTrialCount"]!.GetValue<int>() > 0, "max_trial_count", "Must be positive");
        checks.Require(job["parallelTrialCount"]!.GetValue<int>() > 0, "parallel_trial_count", "Must be positive");
        checks.Study(job["studySpec"]!.AsObject());
        checks.Throw();
    }

    /// <summary>A whole number of 64 bits, which JSON writes as a string.</summary>
    public static long Whole(JsonNode? value, long otherwise) =>
        value is null ? otherwise : long.Parse(value.GetValueKind() == System.Text.Json.JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString(), CultureInfo.InvariantCulture);

    private void Common(JsonObject job)
    {
        var name = job["displayName"]!.GetValue<string>();
        Require(name.Length > 0, "display_name", "Required field is not set");
        Require(name.Length <= 128, "display_name", "Must have at most 128 characters");
        var labels = job["labels"] as JsonObject ?? [];
        Require(labels.Count <= 64, "labels", "Must have at most 64 entries");
        foreach (var (key, value) in labels)
        {
            Require(Label().IsMatch(key) && char.IsLetter(key[0]), "labels", $"'{key}' is not a valid label key");
            Require(value!.GetValue<string>() is "" || Label().IsMatch(value.GetValue<string>()), "labels", $"'{value.GetValue<string>()}' is not a valid label value");
        }
    }

    private void Spec(JsonObject spec, string at)
    {
        var pools = spec["workerPoolSpecs"] as JsonArray ?? [];
        Require(pools.Count > 0, $"{at}.worker_pool_specs", "Required field is not set");
        Require(pools.Count <= 4, $"{at}.worker_pool_specs", "Must have at most 4 entries");
        for (var i = 0; i < pools.Count; i++)
        {
            var pool = pools[i] as JsonObject ?? [];
            var place = $"{at}.worker_pool_specs[{i}]";
            if (i > 0 && pool.Count == 0)
            {
                // A pool that is left out so that the next ones have their numbers.
                continue;
            }

            Require(pool["containerSpec"] is not null || pool["pythonPackageSpec"] is not null, place, "One of container_spec and python_package_spec is required");
            Require(pool["containerSpec"]?["imageUri"]?.GetValue<string>() != "", $"{place}.container_spec.image_uri", "Required field is not set");
            Require(i > 0 || Whole(pool["replicaCount"], 1) == 1, $"{place}.replica_count", "The first worker pool must have exactly one replica");
            Require(Whole(pool["replicaCount"], 1) >= 0, $"{place}.replica_count", "Must not be negative");
            var machine = pool["machineSpec"] as JsonObject ?? [];
            Require(machine["machineType"] is not null || spec["persistentResourceId"] is not null, $"{place}.machine_spec.machine_type", "Required field is not set");
            Require(machine["acceleratorType"] is null || Whole(machine["acceleratorCount"], 0) > 0, $"{place}.machine_spec.accelerator_count", "Must be positive when there is an accelerator type");
        }

        if (spec["baseOutputDirectory"]?["outputUriPrefix"]?.GetValue<string>() is { } prefix)
        {
            Require(prefix.StartsWith("gs://", StringComparison.Ordinal), $"{at}.base_output_directory.output_uri_prefix", $"'{prefix}' is not a valid Cloud Storage URI");
        }

        Require(spec["tensorboard"] is null || spec["serviceAccount"] is not null, $"{at}.service_account", "Required when a tensorboard is set");
    }

    private void Study(JsonObject study)
    {
        Require(study["metrics"] is JsonArray { Count: > 0 }, "study_spec.metrics", "Required field is not set");
        Require(study["parameters"] is JsonArray { Count: > 0 }, "study_spec.parameters", "Required field is not set");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in study["parameters"] as JsonArray ?? [])
        {
            Parameter(parameter!.AsObject(), seen);
        }
    }

    private void Parameter(JsonObject parameter, HashSet<string>? seen)
    {
        const string Place = "study_spec.parameters";
        var id = parameter["parameterId"]!.GetValue<string>();
        Require(id.Length > 0 && !id.Any(char.IsWhiteSpace), $"{Place}.parameter_id", $"'{id}' is not a valid parameter id");
        Require(seen is null || seen.Add(id), $"{Place}.parameter_id", $"'{id}' is there twice");
        var spec = parameter["doubleValueSpec"] ?? parameter["integerValueSpec"];
        var values = parameter["categoricalValueSpec"]?["values"] ?? parameter["discreteValueSpec"]?["values"];
        Require(spec is not null || values is JsonArray { Count: > 0 }, Place, $"'{id}' has no values");
        if (parameter["doubleValueSpec"] is { } range)
        {
            Require(range["minValue"]!.GetValue<double>() <= range["maxValue"]!.GetValue<double>(), Place, $"'{id}' has a minimum above its maximum");
            Require(range["minValue"]!.GetValue<double>() > 0 || parameter["scaleType"]?.GetValue<string>() is not ("UNIT_LOG_SCALE" or "UNIT_REVERSE_LOG_SCALE"), Place, $"'{id}' has a logarithmic scale and values that are not positive");
        }

        if (parameter["integerValueSpec"] is { } whole)
        {
            Require(Whole(whole["minValue"], 0) <= Whole(whole["maxValue"], 0), Place, $"'{id}' has a minimum above its maximum");
        }

        foreach (var child in parameter["conditionalParameterSpecs"] as JsonArray ?? [])
        {
            Require(parameter["doubleValueSpec"] is null, Place, $"'{id}' is a double and cannot have conditional parameters");
            // Children of different values may share an id.
            Parameter(child!["parameterSpec"]!.AsObject(), null);
        }
    }

    private void Require(bool holds, string field, string message)
    {
        if (!holds)
        {
            _errors.Add($"Field: {field}; Message: {message}.");
        }
    }

    private void Throw()
    {
        if (_errors.Count > 0)
        {
            throw GoogleException.Invalid($"List of found errors:\t{string.Join('\t', _errors.Select((error, i) => $"{i + 1}.{error}"))}\t");
        }
    }

    // International letters are allowed, capitals are not.
    [GeneratedRegex(@"\A[\p{Ll}\p{Lo}\p{N}_-]{1,63}\z")]
    private static partial Regex Label();
}
