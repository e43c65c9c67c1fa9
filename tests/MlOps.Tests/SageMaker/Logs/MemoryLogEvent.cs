using MlOps.Providers.SageMaker.Logs;

namespace MlOps.Tests.SageMaker.Logs;

/// <summary>An event as <see cref="MemoryLogs"/> keeps it.</summary>
internal sealed record MemoryLogEvent(long Time, string Message, DateTimeOffset Visible, string Id)
{
    public LogEvent ToEvent() => new() { Timestamp = Time, Message = Message };
}
