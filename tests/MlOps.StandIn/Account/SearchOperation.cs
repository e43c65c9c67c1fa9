using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MlOps.StandIn.Serving;

namespace MlOps.StandIn.Account;

/// <summary>Search: whole documents, from an index that may be behind.</summary>
internal sealed class SearchOperation(AccountState state)
{
    public ServiceAnswer Search(JsonObject request)
    {
        var resource = request["Resource"]!.GetValue<string>();
        var kind = resource == JobKind.Training.Resource ? JobKind.Training
            : resource == JobKind.Tuning.Resource ? JobKind.Tuning
            : throw ServiceException.Invalid($"Search of {resource} is not played here.");
        var sortBy = request["SortBy"]?.GetValue<string>() ?? "LastModifiedTime";
        var ascending = request["SortOrder"]?.GetValue<string>() == "Ascending";
        var now = state.Now;
        var lag = state.Options.IndexLag;
        var listing = state.Table(kind).Listing($"search {sortBy} {ascending} {state.Options.ContainsIgnoresCase} {lag} {request["SearchExpression"]?.ToJsonString()}", now, lag, () =>
        {
            var matches = new SearchExpression(kind, state.Options.ContainsIgnoresCase).Parse(request["SearchExpression"] as JsonObject);
            return Sorted(kind, state.Table(kind).Indexed(now, lag).Select(job => job.Indexed(now, lag)).OfType<DocumentVersion>().Where(matches), sortBy, ascending);
        });
        var (page, next) = Page.Cut(listing, request["NextToken"]?.GetValue<string>(), state.PageSize(request["MaxResults"]?.GetValue<int>() ?? 10), version => version.Job.Name);
        return new(200, Write(page, next, listing.Count));
    }

    private static IEnumerable<DocumentVersion> Sorted(JobKind kind, IEnumerable<DocumentVersion> versions, string sortBy, bool ascending)
    {
        var property = new SearchProperty(kind, sortBy);
        return sortBy switch
        {
            // They come oldest first.
            "CreationTime" => ascending ? versions : versions.Reverse(),
            _ when property.Type is "string" or "boolean" => Order(versions, version => property.Values(version).FirstOrDefault()?.ToString() ?? "", StringComparer.Ordinal, ascending),
            "LastModifiedTime" => Order(versions, version => version.LastModifiedTime, Comparer<double>.Default, ascending),
            _ => Order(versions, version => property.Values(version).FirstOrDefault() is { } value ? JsonSerializer.Deserialize<double>(value.ToJsonString()) : double.NegativeInfinity, Comparer<double>.Default, ascending),
        };
    }

    private static IEnumerable<DocumentVersion> Order<TKey>(IEnumerable<DocumentVersion> versions, Func<DocumentVersion, TKey> key, IComparer<TKey> comparer, bool ascending) =>
        ascending ? versions.OrderBy(key, comparer) : versions.OrderByDescending(key, comparer);

    private static ReadOnlyMemory<byte> Write(IReadOnlyList<DocumentVersion> page, string? next, int hits)
    {
        var body = new ArrayBufferWriter<byte>(4096 + (page.Count * 2048));
        body.Write("{\"Results\":["u8);
        for (var i = 0; i < page.Count; i++)
        {
            if (i > 0)
            {
                body.Write(","u8);
            }

            body.Write(page[i].SearchBytes);
        }

        var token = next is null ? "" : $",\"NextToken\":\"{next}\"";
        body.Write(Encoding.UTF8.GetBytes($"]{token},\"TotalHits\":{{\"Value\":{hits},\"Relation\":\"EqualTo\"}}}}"));
        return body.WrittenMemory;
    }
}
