namespace MlOps;

/// <summary>The rule by which a tuning service itself ends trials early. <see cref="MlPruning"/> is for those that MlOps runs.</summary>
public enum MlEarlyStopping
{
    /// <summary>None.</summary>
    Off,

    /// <summary>The service's usual one: SageMaker's <c>Auto</c>, Vertex AI's median rule.</summary>
    Auto,

    /// <summary>Against the median of the running averages of completed trials. Vertex AI's <c>medianAutomatedStoppingSpec</c>, and what SageMaker's <c>Auto</c> does.</summary>
    Median,

    /// <summary>By a curve that is fitted to the measurements. Vertex AI's <c>decayCurveStoppingSpec</c>.</summary>
    DecayCurve,
}
