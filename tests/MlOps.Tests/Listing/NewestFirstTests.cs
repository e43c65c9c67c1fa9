using System.Runtime.CompilerServices;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MlOps.Providers.Listing;

namespace MlOps.Tests.Listing;

public class NewestFirstTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Property(MaxTest = 200)]
    public Property Several_lists_are_one() => Prop.ForAll(Gen.Choose(0, 30).ListOf().Resize(20).ListOf().Resize(4).ToArbitrary(), lists =>
    {
        var sources = lists.Select((minutes, list) => Jobs([.. minutes.OrderDescending()], $"list{list}")).ToArray();
        var merged = Task.Run(async () => await NewestFirst.MergeAsync(sources, CancellationToken.None).ToListAsync()).GetAwaiter().GetResult();
        return merged.Count == lists.Sum(list => list.Count)
            && merged.Zip(merged.Skip(1)).All(pair => pair.First.CreatedAt >= pair.Second.CreatedAt)
            && merged.Select(job => job.Id).Distinct().Count() == merged.Count;
    });

    [Fact]
    public async Task An_error_of_one_is_an_error_of_all()
    {
        await Assert.ThrowsAsync<InvalidDataException>(async () => await NewestFirst.MergeAsync([Jobs([3, 2, 1], "good"), Broken()], Stop).CountAsync(Stop));
    }

    [Fact]
    public async Task A_reader_who_has_enough_ends_all()
    {
        var stopped = 0;

        var first = await NewestFirst.MergeAsync([Endless(Stop), Endless(Stop)], Stop).Take(1).ToListAsync(Stop);

        Assert.Single(first);
        Assert.Equal(2, stopped);

        async IAsyncEnumerable<MlJob> Endless([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            try
            {
                for (var minute = 0; ; minute--)
                {
                    await Task.Yield();
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return Job(minute, "endless");
                }
            }
            finally
            {
                Interlocked.Increment(ref stopped);
            }
        }
    }

    [Fact]
    public async Task No_list_is_an_empty_one() => Assert.Equal(0, await NewestFirst.MergeAsync([], Stop).CountAsync(Stop));

    private static async IAsyncEnumerable<MlJob> Jobs(IReadOnlyList<int> minutes, string list)
    {
        foreach (var (index, minute) in minutes.Index())
        {
            await Task.Yield();
            yield return Job(minute, $"{list}:{index}");
        }
    }

    private static async IAsyncEnumerable<MlJob> Broken()
    {
        yield return Job(2, "broken");
        await Task.Yield();
        throw new InvalidDataException();
    }

    private static MlJob Job(int minute, string id) => new() { Provider = "SageMaker", Name = "job", Id = id, CreatedAt = s_start.AddMinutes(minute) };
}
