using MlOps.Providers.Gcs;
using static MlOps.Tests.Gcs.GcsFixture;

namespace MlOps.Tests.Gcs;

public class RunningSumTests
{
    private const int Block = GcsRunningSum.Block;
    private static readonly byte[] s_content = Bytes((3 * Block) + 100);
    private readonly GcsRunningSum _sum = new();

    [Fact]
    public void Of_all_that_passed_the_check_is_known()
    {
        Append(0, s_content.Length);

        Assert.Equal(Crc.Crc32C.Append(0, s_content), _sum.Of(s_content.Length));
        Assert.Null(_sum.Of(s_content.Length - 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void It_is_gone_on_with_from_any_block(int block)
    {
        Append(0, (2 * Block) + 77);
        Append(block * Block, s_content.Length);

        Assert.Equal(Crc.Crc32C.Append(0, s_content), _sum.Of(s_content.Length));
    }

    [Theory]
    [InlineData(5)]
    [InlineData((2 * Block) + 5)]
    [InlineData(3 * Block)]
    public void From_anywhere_else_it_is_not_known(int offset)
    {
        Append(0, (2 * Block) + 77);
        Append(offset, s_content.Length);

        Assert.Null(_sum.Of(s_content.Length));
        Append(2 * Block, s_content.Length);
        Assert.Equal(Crc.Crc32C.Append(0, s_content), _sum.Of(s_content.Length));
    }

    [Fact]
    public void What_begins_anew_knows_nothing_of_before()
    {
        Append(0, s_content.Length);
        _sum.Reset();

        Assert.Null(_sum.Of(s_content.Length));
        Append(Block, s_content.Length);
        Assert.Null(_sum.Of(s_content.Length));
    }

    private void Append(int from, int end)
    {
        for (var at = from; at < end;)
        {
            var piece = Math.Min(end - at, Block - (at % Block));
            _sum.Append(at, s_content.AsSpan(at, piece));
            at += piece;
        }
    }
}
