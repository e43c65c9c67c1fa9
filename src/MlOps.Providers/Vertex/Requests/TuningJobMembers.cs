using MlOps.Providers.Requests;

namespace MlOps.Providers.Vertex.Requests;

/// <summary>The names of the members of a tuning job that a request may have (google.cloud.aiplatform.v1).</summary>
internal static class TuningJobMembers
{
    private static readonly Lazy<RequestMembers> s_all = new(() => RequestMembers.Parse($"{Table}\n{CustomJobMembers.Table}"));

    /// <summary>The request and all that can be in it.</summary>
    public static RequestMembers All => s_all.Value;

    private const string Table = """
        HyperparameterTuningJob displayName studySpec:StudySpec maxTrialCount parallelTrialCount maxFailedTrialCount trialJobSpec:CustomJobSpec labels encryptionSpec:EncryptionSpec
        StudySpec decayCurveStoppingSpec:AutomatedStopping medianAutomatedStoppingSpec:AutomatedStopping convexAutomatedStoppingSpec:ConvexStopping metrics:MetricSpec parameters:ParameterSpec algorithm observationNoise measurementSelectionType studyStoppingConfig:StudyStoppingConfig
        AutomatedStopping useElapsedDuration
        ConvexStopping maxStepCount minStepCount minMeasurementCount learningRateParameterName useElapsedDuration updateAllStoppedTrials
        MetricSpec metricId goal safetyConfig:SafetyConfig
        SafetyConfig safetyThreshold desiredMinSafeTrialsFraction
        ParameterSpec doubleValueSpec:ValueSpec integerValueSpec:ValueSpec categoricalValueSpec:ValueSpec discreteValueSpec:ValueSpec parameterId scaleType conditionalParameterSpecs:ConditionalSpec
        ValueSpec minValue maxValue values defaultValue
        ConditionalSpec parentDiscreteValues:ValueSpec parentIntValues:ValueSpec parentCategoricalValues:ValueSpec parameterSpec:ParameterSpec
        StudyStoppingConfig shouldStopAsap minimumRuntimeConstraint:TimeConstraint maximumRuntimeConstraint:TimeConstraint minNumTrials maxNumTrials maxNumTrialsNoProgress maxDurationNoProgress
        TimeConstraint maxDuration endTime
        """;
}
