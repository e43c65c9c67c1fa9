using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MlOps.Providers.SageMaker.Documents;

/// <summary>How SageMaker's documents are read and written.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    Converters = [typeof(EpochSeconds)])]
[JsonSerializable(typeof(CreateTrainingJobRequest))]
[JsonSerializable(typeof(CreateTrainingJobResponse))]
[JsonSerializable(typeof(CreateTuningJobRequest))]
[JsonSerializable(typeof(CreateTuningJobResponse))]
[JsonSerializable(typeof(TrainingJobDefinition))]
[JsonSerializable(typeof(ListTrialsRequest))]
[JsonSerializable(typeof(ListTrialsResponse))]
[JsonSerializable(typeof(TrainingJobSummaryOfTuning))]
[JsonSerializable(typeof(TrainingJobDocument))]
[JsonSerializable(typeof(TuningJobDocument))]
[JsonSerializable(typeof(SearchRequest))]
[JsonSerializable(typeof(SearchResponse))]
[JsonSerializable(typeof(ListJobsRequest))]
[JsonSerializable(typeof(ListTrainingJobsResponse))]
[JsonSerializable(typeof(ListTuningJobsResponse))]
[JsonSerializable(typeof(TrainingJobKey))]
[JsonSerializable(typeof(TuningJobKey))]
[JsonSerializable(typeof(ListTagsRequest))]
[JsonSerializable(typeof(ListTagsResponse))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(JsonDocument))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class SageMakerJson : JsonSerializerContext;
