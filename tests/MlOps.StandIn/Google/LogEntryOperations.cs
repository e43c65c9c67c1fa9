using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using MlOps.StandIn.Account;
using MlOps.StandIn.Serving;

namespace MlOps.StandIn.Google;

/// <summary>Cloud Logging's entries:list.</summary>
internal sealed class LogEntryOperations(ProjectState state)
{
    private const int DefaultPage = 50;
    private const int MostInAPage = 1000;
    private readonly RateLimit _rate = new();

    public ServiceAnswer List(JsonObject request)
    {
        if (state.Options.LogRate is { } rate && !_rate.Take(rate, state.Now))
        {
            throw new GoogleException(
                "RESOURCE_EXHAUSTED",
                $"Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute' of service 'logging.googleapis.com' for consumer 'project_number:{state.Options.Number}'.",
                GoogleError.Info("RATE_LIMIT_EXCEEDED", "googleapis.com", ("service", "logging.googleapis.com"), ("quota_limit", "ReadRequestsPerMinutePerProject")));
        }

        var body = request["body"] as JsonObject ?? [];
        CheckResources(body);
        var (text, order) = (Text(body, "filter") ?? "", Text(body, "orderBy") ?? "");
        var descending = order switch
        {
            "" or "timestamp asc" => false,
            "timestamp desc" => true,
            _ => throw GoogleException.Invalid($"order_by '{order}' is not supported."),
        };
        var size = (body["pageSize"]?.GetValue<double>() ?? 0) is not 0 and var asked ? (int)asked : DefaultPage;
        if (size is < 0 or > MostInAPage)
        {
            throw GoogleException.Invalid($"page_size must be from 0 to {MostInAPage}, and is {size}.");
        }

        size = Math.Min(size, state.Options.PageCap ?? int.MaxValue);
        var found = Find(text);
        found.Sort();
        if (descending)
        {
            found.Reverse();
        }

        return Page(found, Text(body, "pageToken") ?? "", $"{order}\n{text}", descending, size);
    }

    private static string? Text(JsonObject body, string member) => body[member]?.GetValue<string>();

    private void CheckResources(JsonObject body)
    {
        var names = (body["resourceNames"] as JsonArray ?? []).Select(name => name!.GetValue<string>())
            .Concat((body["projectIds"] as JsonArray ?? []).Select(id => $"projects/{id!.GetValue<string>()}")).ToList();
        if (names.Count == 0)
        {
            throw GoogleException.Invalid("resource_names: at least one is required.");
        }

        foreach (var name in names)
        {
            var parts = name.Split('/');
            if (parts.Length < 2 || parts[0] != "projects")
            {
                throw GoogleException.Invalid($"'{name}' is not the name of a resource with logs.");
            }

            if (parts[1] != state.Options.Project && parts[1] != state.Options.Number)
            {
                throw GoogleException.Denied("logging.logEntries.list", "logging.googleapis.com", name);
            }
        }
    }

    private List<LogEntry> Find(string text)
    {
        var filter = FilterParser.Parse(text);
        var test = LogFilter.Compile(filter);
        var job = filter?.Necessary.FirstOrDefault(comparison => comparison is { Operator: "=", Path: ["resource", "labels", "job_id"] })?.Value;
        var now = state.Now;
        return [.. (job is null ? state.Log.All : state.Log.Of(job)).Where(entry => entry.Received <= now && test(entry))];
    }

    private ServiceAnswer Page(List<LogEntry> found, string token, string query, bool descending, int size)
    {
        // A token knows whether its page was announced by an empty one, and the last entry that was shown.
        var mark = token.Length == 0 ? state.Options.EmptyLogPages ? "?" : "" : PageToken.Read(query, token);
        if (mark.StartsWith('?'))
        {
            return ServiceAnswer.Ok(new JsonObject { ["nextPageToken"] = PageToken.Make(query, $"!{mark[1..]}") });
        }

        var last = mark.TrimStart('!');
        var start = last.Length == 0 ? 0 : found.FindIndex(entry => descending ? string.CompareOrdinal(entry.Position, last) < 0 : string.CompareOrdinal(entry.Position, last) > 0);
        start = start < 0 ? found.Count : start;
        var end = Math.Min(found.Count, start + size);
        var body = new ArrayBufferWriter<byte>(4096);
        body.Write("{"u8);
        for (var i = start; i < end; i++)
        {
            body.Write(i == start ? "\"entries\":["u8 : ","u8);
            body.Write(found[i].Bytes);
        }

        body.Write(end > start ? "]"u8 : default);
        if (end < found.Count)
        {
            body.Write(Encoding.UTF8.GetBytes($"{(end > start ? "," : "")}\"nextPageToken\":\"{PageToken.Make(query, $"{(state.Options.EmptyLogPages ? "?" : "")}{found[end - 1].Position}")}\""));
        }

        body.Write("}"u8);
        return new(200, body.WrittenMemory);
    }
}
