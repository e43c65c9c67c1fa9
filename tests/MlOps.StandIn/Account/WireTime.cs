using System.Text.Json.Nodes;

namespace MlOps.StandIn.Account;

/// <summary>Times as the services write them: SageMaker in seconds with decimals, Logs in milliseconds.</summary>
internal static class WireTime
{
    /// <summary>Seconds since 1970 with milliseconds.</summary>
    public static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000d;

    /// <summary>A member that is a time; null when it is not there.</summary>
    public static double? Seconds(JsonObject document, string name) => document[name]?.GetValue<double>();
}
