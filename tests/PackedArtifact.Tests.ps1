BeforeAll {
    Import-Module "$PSScriptRoot/StandIn.psm1" -Force
    Enter-StandIn
    Import-Module "$PSScriptRoot/../MlOps.psd1"
    $null = Invoke-StandIn bucket @{ bucket = 'ml-results' }
    $here = [IO.Directory]::CreateDirectory("$env:MLOPS_HOME/../spec-out").FullName
    $cloud = @{ Provider = 'SageMaker' }
    $null = [Reflection.Assembly]::Load('System.Formats.Tar')
    $random = [Random]::new(1)

    # An archive as SageMaker packs it: a table of names, each with its text, its number of random bytes, or its entry.
    function New-Archive([Collections.IDictionary] $Member) {
        $file = [IO.MemoryStream]::new()
        $tar = [Formats.Tar.TarWriter]::new([IO.Compression.GZipStream]::new($file, [IO.Compression.CompressionLevel]::Optimal), [Formats.Tar.TarEntryFormat]::Pax)
        foreach ($name in $Member.Keys) {
            $entry = $Member[$name]
            if ($entry -isnot [Formats.Tar.TarEntry]) {
                $bytes = [Text.Encoding]::UTF8.GetBytes("$entry")
                if ($entry -is [int]) {
                    $bytes = [byte[]]::new($entry)
                    $random.NextBytes($bytes)
                }

                $entry = [Formats.Tar.PaxTarEntry]::new('RegularFile', $name)
                $entry.DataStream = [IO.MemoryStream]::new([byte[]] $bytes)
            }

            $tar.WriteEntry($entry)
        }

        $tar.Dispose()
        , $file.ToArray()
    }

    function New-Link([string] $Type, [string] $Name, [string] $Target) {
        $entry = [Formats.Tar.PaxTarEntry]::new($Type, $Name)
        if ($Target) { $entry.LinkName = $Target }
        $entry
    }

    # A job that has ended, with its results packed.
    function New-PackedJob([string] $Name, [byte[]] $Model, [byte[]] $Output) {
        $null = Start-MlTrainingJob $Name @cloud -Image train:1 -ProviderOption @{ OutputDataConfig = @{ CompressionType = 'GZIP' } }
        Set-StandInObject ml-results "mlops/$Name/output/model.tar.gz" $Model
        if ($Output) { Set-StandInObject ml-results "mlops/$Name/output/output.tar.gz" $Output }
        $null = Invoke-StandIn advance @{ job = $Name; to = 'Completed' }
        $null = Invoke-StandIn reset-calls
    }

    # How many bytes of archives were asked for since the last time.
    function Measure-Read {
        $sum = 0
        foreach ($request in Get-StandInTransfer GetObject -Reset) { $sum += if ($request -match 'bytes=(\d+)-(\d+)$') { [long] $Matches[2] - $Matches[1] + 1 } else { 10MB } }
        $sum
    }

    function Join-Sorted([string[]] $Text, [string] $Separator = ' ') {
        if ($Text) { [Array]::Sort($Text, [StringComparer]::Ordinal) }
        $Text -join $Separator
    }

    # Every file below a folder, unfinished ones too.
    function Get-Name([string] $Folder) {
        if ([IO.Directory]::Exists($Folder)) { Join-Sorted $(foreach ($file in [IO.Directory]::GetFiles($Folder, '*', [IO.SearchOption]::AllDirectories)) { [IO.Path]::GetRelativePath($Folder, $file) }) }
    }

    $model = New-Archive ([ordered] @{
            'weights-1.bin' = 12MB; 'tensorboard/run/events.1' = 'events 1'; 'weights-2.bin' = 12MB; 'logs/events.2' = 'events 2'; 'checkpoints/1.ckpt' = 'state'
            'code/train.py' = 'print()'; 'config.json' = '{}'; 'empty' = ''
        })
    $output = New-Archive ([ordered] @{ 'data/result.csv' = '1,2'; 'data/plot.tmp' = 'x'; 'failure' = 'none' })
    New-PackedJob one $model $output
}

AfterAll { Exit-StandIn }

Describe 'Get-MlArtifact of a packed job' {
    It 'lists the archives, and reads none of them' {
        $files = @(Get-MlArtifact one @cloud)
        $files.Path -join ' ' | Should -Be 'model/model.tar.gz output/output.tar.gz'
        $files[0].Size | Should -Be $model.Length
        $files[0].IsPacked | Should -BeFalse
        Measure-Read | Should -Be 0
    }

    It 'lists what is in them with -Expand, in one name space' {
        $files = @(Get-MlArtifact one @cloud -Expand)
        Join-Sorted $files.Path | Should -Be (
            'checkpoints/1.ckpt logs/events.2 logs/run/events.1 model/code/train.py model/config.json model/empty model/weights-1.bin model/weights-2.bin output/failure output/plot.tmp output/result.csv')
        $one = $files | Where-Object Path -EQ 'logs/run/events.1'
        $one.Size | Should -Be 8
        $one.IsPacked | Should -BeTrue
        $one.Uri | Should -Be 's3://ml-results/mlops/one/output/model.tar.gz'
        ([DateTimeOffset]::UtcNow - $one.LastModified).TotalHours | Should -BeLessThan 1
    }

    It 'reads nothing for it the second time' {
        $null = Measure-Read
        @(Get-MlArtifact one @cloud -Expand).Count | Should -Be 11
        Measure-Read | Should -Be 0
    }

    It 'chooses by globs among them' {
        Join-Sorted (Get-MlArtifact one 'model/**', 'output/*' @cloud -Expand -Exclude '*.bin', 'model/*.json').Path | Should -Be 'model/code/train.py model/empty output/failure output/plot.tmp output/result.csv'
        (Get-MlArtifact one model/model.tar.gz @cloud -Expand).Path | Should -Be 'model/model.tar.gz'
    }
}

Describe 'Receive-MlArtifact of a packed job' {
    It 'changes nothing with -WhatIf' {
        Receive-MlArtifact one @cloud -Destination "$here/none" -WhatIf | Should -BeNullOrEmpty
        Receive-MlArtifact one @cloud -Destination "$here/none" -KeepPacked -WhatIf | Should -BeNullOrEmpty
        [IO.Directory]::Exists("$here/none") | Should -BeFalse
    }

    It 'fetches only what is wanted, in one reading' {
        New-PackedJob two $model $output
        $received = @(Receive-MlArtifact two @cloud -Include 'logs/**' -Destination "$here/logs")
        Join-Sorted $received.Path | Should -Be 'logs/events.2 logs/run/events.1'
        $received | ForEach-Object { $_.Result | Should -Be 'Received' }
        Get-Name "$here/logs" | Should -Be 'logs/events.2 logs/run/events.1'
        [IO.File]::ReadAllText("$here/logs/logs/run/events.1") | Should -Be 'events 1'
        $read = Measure-Read
        $read | Should -BeGreaterOrEqual $model.Length
        $read | Should -BeLessThan ($model.Length + 11MB)
    }

    It 'reads for the second question only the part that it is about' {
        Join-Sorted (Receive-MlArtifact two @cloud -Include model/config.json, 'logs/run/*' -Destination "$here/second").Path | Should -Be 'logs/run/events.1 model/config.json'
        [IO.File]::ReadAllText("$here/second/model/config.json") | Should -Be '{}'
        Measure-Read | Should -BeLessThan 1MB
    }

    It 'fetches nothing twice' {
        (Receive-MlArtifact two @cloud -Include 'logs/**' -Destination "$here/logs").Result | Should -Be 'Unchanged', 'Unchanged'
        Measure-Read | Should -Be 0
    }

    It 'fetches everything, byte for byte' {
        Join-Sorted (Receive-MlArtifact two @cloud -Exclude '**/*.tmp' -Destination "$here/all").Path |
            Should -Be 'checkpoints/1.ckpt logs/events.2 logs/run/events.1 model/code/train.py model/config.json model/empty model/weights-1.bin model/weights-2.bin output/failure output/result.csv'
        $tar = [Formats.Tar.TarReader]::new([IO.Compression.GZipStream]::new([IO.MemoryStream]::new($model), [IO.Compression.CompressionMode]::Decompress))
        $count = 0
        while ($entry = $tar.GetNextEntry()) {
            if ($entry.Name -notlike 'weights*') { continue }
            [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([IO.File]::ReadAllBytes("$here/all/model/$($entry.Name)"))) |
                Should -Be ([Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($entry.DataStream)))
            $count++
        }

        $count | Should -Be 2
        Get-Name "$here/all" | Should -Not -BeLike '*.part*'
    }

    It 'fetches again what was changed or removed here' {
        [IO.File]::WriteAllText("$here/all/model/config.json", '{ "a": 1 }')
        [IO.File]::Delete("$here/all/logs/events.2")
        Join-Sorted (Receive-MlArtifact two @cloud -Exclude '**/*.tmp' -Destination "$here/all" | Where-Object Result -EQ Received).Path | Should -Be 'logs/events.2 model/config.json'
        [IO.File]::ReadAllText("$here/all/model/config.json") | Should -Be '{}'
    }

    It 'fetches the archive itself with <name>' -ForEach @(
        @{ name = '-KeepPacked'; parameters = @{ KeepPacked = $true; Include = 'model/**' } }
        @{ name = 'its own path'; parameters = @{ Include = 'model/model.tar.gz' } }
    ) {
        $folder = "$here/kept-$($parameters.Count)"
        (Receive-MlArtifact one @cloud @parameters -Destination $folder).Path | Should -Be 'model/model.tar.gz'
        Get-Name $folder | Should -Be 'model/model.tar.gz'
        [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([IO.File]::ReadAllBytes("$folder/model/model.tar.gz"))) | Should -Be ([Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($model)))
    }

    It 'fetches what is left of a list' {
        $received = Get-MlArtifact one @cloud -Expand | Where-Object Size -LT 1kb | Where-Object Path -NotLike '*.tmp' | Receive-MlArtifact -Destination "$here/piped"
        Join-Sorted $received.Path | Should -Be 'checkpoints/1.ckpt logs/events.2 logs/run/events.1 model/code/train.py model/config.json model/empty output/failure output/result.csv'
        Get-Name "$here/piped" | Should -Be (Join-Sorted $received.Path)
    }

    It 'fetches an archive that is left of a list as it is' {
        (Get-MlArtifact one output/* @cloud | Receive-MlArtifact -Destination "$here/piped-archive").Path | Should -Be 'output/output.tar.gz'
    }

    It 'gives each of several jobs a folder of its own' {
        @(Get-MlJob one, two @cloud | Receive-MlArtifact -Include '*/*.json' -Destination "$here/both").Count | Should -Be 2
        Get-Name "$here/both" | Should -Be 'one/model/config.json two/model/config.json'
    }

    It 'takes an archive that was replaced for another one' {
        $before = New-Archive ([ordered] @{ 'a.txt' = 'one'; 'b.txt' = 'same' })
        New-PackedJob replaced $before
        $null = Receive-MlArtifact replaced @cloud -Destination "$here/replaced"
        Set-StandInObject ml-results mlops/replaced/output/model.tar.gz (New-Archive ([ordered] @{ 'a.txt' = 'two'; 'b.txt' = 'same' }))
        $null = Receive-MlArtifact replaced @cloud -Destination "$here/replaced"
        [IO.File]::ReadAllText("$here/replaced/model/a.txt") | Should -Be 'two'
    }

    It 'fetches files that lie beside an archive, and names one that is in both' {
        New-PackedJob beside (New-Archive ([ordered] @{ 'checkpoints/1.ckpt' = 'packed'; 'a.txt' = 'a' }))
        $null = Invoke-StandIn object @{ bucket = 'ml-results'; key = 'mlops/beside/checkpoints/1.ckpt'; text = 'beside' }
        $received = Receive-MlArtifact beside @cloud -Destination "$here/beside" -ErrorVariable problem -ErrorAction SilentlyContinue
        Join-Sorted $received.Path | Should -Be 'checkpoints/1.ckpt model/a.txt'
        [IO.File]::ReadAllText("$here/beside/checkpoints/1.ckpt") | Should -Be 'beside'
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.Conflict,*'
        $problem[0].Exception.Message | Should -BeLike "'checkpoints/1.ckpt' is in 'model/model.tar.gz'*"
    }
}

Describe 'A packed job whose archive is not as it should be' {
    It 'writes nothing of one that is <what>, and fetches the other' -ForEach @(
        @{ what = 'damaged'; name = 'damaged'; message = '*checksum*' }
        @{ what = 'cut off'; name = 'cut'; message = '*cut off*' }
        @{ what = 'no archive'; name = 'text'; message = '*neither a tar archive nor*gzip*' }
    ) {
        $bad = switch ($name) {
            damaged { , [byte[]] $model.Clone() }
            cut { , [ArraySegment[byte]]::new($model, 0, 12000000).ToArray() }
            text { , [Text.Encoding]::UTF8.GetBytes('This is a text and no archive at all.') }
        }

        if ($name -eq 'damaged') { $bad[6000000] = $bad[6000000] -bxor 1 }
        New-PackedJob $name $bad $output
        $received = Receive-MlArtifact $name @cloud -Destination "$here/$name" -ErrorVariable problem -ErrorAction SilentlyContinue
        Join-Sorted $received.Path | Should -Be 'output/failure output/plot.tmp output/result.csv'
        Get-Name "$here/$name" | Should -Be 'output/failure output/plot.tmp output/result.csv'
        @($problem).Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.Corrupt,*'
        $problem[0].Exception.Message | Should -BeLike "*s3://ml-results/mlops/$name/output/model.tar.gz*cannot be unpacked*"
        $problem[0].Exception.Message | Should -BeLike $message
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*-KeepPacked*'
        (Get-MlArtifact $name @cloud -Expand -ErrorVariable problem -ErrorAction SilentlyContinue).Path | Should -Contain 'output/result.csv'
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.Corrupt,*'
        Join-Sorted (Receive-MlArtifact $name @cloud -KeepPacked -Destination "$here/$name-kept").Path | Should -Be 'model/model.tar.gz output/output.tar.gz'
    }

    It 'refuses hostile members by their names, writes nothing outside, and fetches the rest' {
        $members = [ordered] @{
            '../out.txt' = 'x'; '/abs.txt' = 'x'; './good.txt' = 'good'; 'a\b.txt' = 'x'; 'logs/../../up.txt' = 'x'; "esc`e[31m.txt" = 'x'
            link = New-Link SymbolicLink link /etc/passwd; hard = New-Link HardLink hard ../../x; device = New-Link CharacterDevice device; pipe = New-Link Fifo pipe
        }
        New-PackedJob hostile (New-Archive $members)
        $received = Receive-MlArtifact hostile @cloud -Destination "$here/hostile/in" -ErrorVariable problem -ErrorAction SilentlyContinue
        $received.Path | Should -Be 'model/good.txt'
        Get-Name "$here/hostile" | Should -Be 'in/model/good.txt'
        @($problem).Count | Should -Be 9
        $problem | ForEach-Object { $_.FullyQualifiedErrorId | Should -BeLike 'MlOps.Corrupt,*' }
        foreach ($part in "*'model/../out.txt'*..*", "*'model//abs.txt'*absolute*", '*a\b.txt*backslash*', "*'logs/../../up.txt'*..*", '*esc*.txt*control*', "*'link'*symbolic link to '/etc/passwd'*", "*'hard'*hard link*", "*'device'*device*", "*'pipe'*FIFO*") {
            @($problem.Exception.Message) -like $part | Should -HaveCount 1 -Because "$part is wanted of $($problem.Exception.Message)"
        }

        "$($problem.Exception.Message)" | Should -Not -Match "`e"
    }

    It 'says which permission is missing' {
        New-PackedJob denied $output
        $null = Invoke-StandIn deny @{ operation = 'GetObject' }
        try {
            foreach ($script in { Get-MlArtifact denied @cloud -Expand @caught }, { Receive-MlArtifact denied @cloud -Destination "$here/denied" @caught }) {
                $caught = @{ ErrorVariable = 'problem'; ErrorAction = 'SilentlyContinue' }
                . $script | Should -BeNullOrEmpty
                $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.AccessDenied,*'
                $problem[0].Exception.Message | Should -BeLike '*s3:GetObject*s3://ml-results/mlops/denied/output/model.tar.gz*'
                $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*s3:GetObject*'
            }
        }
        finally {
            $null = Invoke-StandIn allow @{ operation = 'GetObject' }
        }

        @(Receive-MlArtifact denied @cloud -Destination "$here/denied").Count | Should -Be 3
    }

    It 'survives faults on the way' {
        New-PackedJob shaky $model
        foreach ($kind in 'reset', 'status503', 'truncate') { $null = Invoke-StandIn fault @{ operation = 'GetObject'; kind = $kind; times = 2 } }
        Join-Sorted (Receive-MlArtifact shaky @cloud -Include '*/*.json', 'checkpoints/**' -Destination "$here/shaky" -ErrorAction Stop).Path | Should -Be 'checkpoints/1.ckpt model/config.json'
    }
}

Describe 'What was sent' {
    It 'is nothing that the service would not take' {
        (Invoke-StandIn violations).ToJsonString() | Should -Be '[]'
    }
}
