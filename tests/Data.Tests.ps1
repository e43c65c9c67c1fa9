BeforeAll {
    Import-Module "$PSScriptRoot/StandIn.psm1" -Force
    Enter-StandIn -Cloud SageMaker, Vertex
    Import-Module "$PSScriptRoot/../MlOps.psd1"
    foreach ($bucket in 'data', 'other') {
        $null = Invoke-StandIn bucket @{ bucket = $bucket } -Cloud SageMaker
        $null = Invoke-StandIn object @{ bucket = $bucket; name = 'made'; text = '' } -Cloud Vertex
    }

    $here = [IO.Directory]::CreateDirectory("$env:MLOPS_HOME/../spec-data").FullName
    $random = [Random]::new(1)

    # Makes files: a table of relative paths, each with its text or its number of random bytes.
    function Set-File([string] $Folder, [Collections.IDictionary] $File) {
        foreach ($name in $File.Keys) {
            $full = "$Folder/$name"
            $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($full))
            $bytes = [Text.Encoding]::UTF8.GetBytes("$($File[$name])")
            if ($File[$name] -is [int]) {
                $bytes = [byte[]]::new($File[$name])
                $random.NextBytes($bytes)
            }

            [IO.File]::WriteAllBytes($full, [byte[]] $bytes)
        }
    }

    function Join-Sorted([string[]] $Text, [string] $Separator = ' ') {
        if ($Text) { [Array]::Sort($Text, [StringComparer]::Ordinal) }
        $Text -join $Separator
    }

    # What is in a folder: a line for each file, with the hash of its content. Equal folders give equal texts.
    function Get-Tree([string] $Folder) {
        if (-not [IO.Directory]::Exists($Folder)) { return '' }
        Join-Sorted -Separator "`n" $(foreach ($file in [IO.Directory]::GetFiles($Folder, '*', [IO.SearchOption]::AllDirectories)) {
                "$([IO.Path]::GetRelativePath($Folder, $file)) $([Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([IO.File]::ReadAllBytes($file))))"
            })
    }

    # The requests of both clouds that moved content, since the last call of Clear-Transfer.
    function Get-ContentTransfer {
        foreach ($cloud in 'SageMaker', 'Vertex') { Get-StandInTransfer -Cloud $cloud | Where-Object { $_ -cmatch '^(GetObject|PutObject|UploadPart|objects\.(getMedia|insert\w*|resume)) ' } }
    }

    function Clear-Transfer { foreach ($cloud in 'SageMaker', 'Vertex') { $null = Invoke-StandIn reset-calls -Cloud $cloud } }
}

AfterAll { Exit-StandIn }

Describe 'Send-MlData with a folder and <store>' -ForEach @(
    @{ store = 's3://'; cloud = 'SageMaker' }
    @{ store = 'gs://'; cloud = 'Vertex' }
) {
    BeforeAll {
        $from = "$here/folder"
        $to = "${store}data/sets/one"

        # One in a single request, one in parts; names that want to be escaped, in addresses and in wildcards.
        Set-File $from ([ordered] @{ 'readme.md' = '# data'; 'empty' = ''; 'train/a.csv' = 'a,b'; 'train/b.csv' = 'c,d'; 'deep/er/ü [1] 100%41.txt' = 'deep'; 'middle.bin' = 5MB; 'large.bin' = 20MB })
    }

    BeforeEach { Clear-Transfer }

    It 'changes nothing with -WhatIf' {
        Send-MlData $from $to -WhatIf | Should -BeNullOrEmpty
        Get-ContentTransfer | Should -BeNullOrEmpty
    }

    It 'sends its files with their paths' {
        $sent = @(Send-MlData $from $to)
        Join-Sorted $sent.Path ', ' | Should -Be 'deep/er/ü [1] 100%41.txt, empty, large.bin, middle.bin, readme.md, train/a.csv, train/b.csv'
        $sent | ForEach-Object { $_.Result | Should -Be 'Sent' }
        $one = $sent | Where-Object Path -EQ 'train/a.csv'
        $one.Source | Should -Be "$from/train/a.csv"
        $one.Destination | Should -Be "$to/train/a.csv"
        $one.Size | Should -Be 3
        "$one" | Should -Be $one.Destination
        [Text.Encoding]::UTF8.GetString((Get-StandInObject data 'sets/one/deep/er/ü [1] 100%41.txt' -Cloud $cloud)) | Should -Be 'deep'
        (Get-StandInObject data 'sets/one/large.bin' -Cloud $cloud).Length | Should -Be 20MB
    }

    It 'sends nothing the second time, and reads nothing' {
        $sent = @(Send-MlData $from $to)
        $sent.Count | Should -Be 7
        $sent | ForEach-Object { $_.Result | Should -Be 'Unchanged' }
        Get-ContentTransfer | Should -BeNullOrEmpty
    }

    It 'sends nothing when the ledger is lost: checksums tell' {
        [IO.Directory]::Delete("$env:MLOPS_HOME/transfers", $true)
        Send-MlData $from $to | ForEach-Object { $_.Result | Should -Be 'Unchanged' }
        Get-ContentTransfer | Should -BeNullOrEmpty
    }

    It 'sends what has changed' {
        Set-File $from @{ 'train/a.csv' = 'a,c' }
        $sent = @(Send-MlData $from $to | Where-Object Result -EQ Sent)
        $sent.Path | Should -Be 'train/a.csv'
        [Text.Encoding]::UTF8.GetString((Get-StandInObject data sets/one/train/a.csv -Cloud $cloud)) | Should -Be 'a,c'
    }

    It 'sends no content that is there, whatever the time of the file' {
        [IO.File]::SetLastWriteTimeUtc("$from/train/b.csv", [DateTime]::UtcNow.AddDays(-3))
        Send-MlData $from $to | ForEach-Object { $_.Result | Should -Be 'Unchanged' }
        Get-ContentTransfer | Should -BeNullOrEmpty
    }

    It 'brings it back, byte for byte' {
        Send-MlData $to "$here/back-$cloud" | ForEach-Object { $_.Result | Should -Be 'Sent' }
        Get-Tree "$here/back-$cloud" | Should -Be (Get-Tree $from)
        [IO.Directory]::GetFileSystemEntries("$here/back-$cloud", '*.part', [IO.SearchOption]::AllDirectories) | Should -BeNullOrEmpty
    }

    It 'brings nothing back twice' {
        Send-MlData $to "$here/back-$cloud" | ForEach-Object { $_.Result | Should -Be 'Unchanged' }
        Get-ContentTransfer | Should -BeNullOrEmpty
    }

    It 'brings back what was changed or removed here' {
        [IO.File]::WriteAllText("$here/back-$cloud/train/a.csv", 'xyz')
        [IO.File]::Delete("$here/back-$cloud/empty")
        Join-Sorted (Send-MlData $to "$here/back-$cloud" | Where-Object Result -EQ Sent).Path | Should -Be 'empty train/a.csv'
        Get-Tree "$here/back-$cloud" | Should -Be (Get-Tree $from)
    }

    It 'sends what the globs let through' {
        Join-Sorted (Send-MlData $from "${store}data/chosen" -Include 'train/**', '*.md' -Exclude '*b.csv').Path | Should -Be 'readme.md train/a.csv'
        Send-MlData $from "${store}data/chosen" -Include 'nothing/**' -ErrorAction Stop | Should -BeNullOrEmpty
        Get-StandInObject data chosen/train/b.csv -Cloud $cloud | Should -BeNullOrEmpty
    }

    It 'takes many more files than are looked for one by one' {
        $many = [ordered] @{}
        foreach ($number in 1..120) { $many['{0:d3}/{1}.txt' -f ($number % 7), $number] = "$number" }
        Set-File "$here/many" $many
        @(Send-MlData "$here/many" "${store}data/many" | Where-Object Result -EQ Sent).Count | Should -Be 120
        @(Send-MlData "$here/many" "${store}data/many" | Where-Object Result -EQ Unchanged).Count | Should -Be 120
        @(Send-MlData "${store}data/many" "$here/many-$cloud").Count | Should -Be 120
        Get-Tree "$here/many-$cloud" | Should -Be (Get-Tree "$here/many")
    }
}

Describe 'Send-MlData with files' {
    BeforeAll {
        Set-File "$here/files" ([ordered] @{ 'a.csv' = '1'; 'b.csv' = '22'; 'c.txt' = '333'; 'x[1].csv' = '4444'; 'sub/a.csv' = '55555'; 'sub/d.csv' = '666666' })
    }

    BeforeEach { Clear-Transfer }

    It 'sends one under its own name' {
        $sent = Send-MlData "$here/files/a.csv" s3://data/single
        $sent.Path | Should -Be 'a.csv'
        $sent.Destination | Should -Be 's3://data/single/a.csv'
        (Send-MlData "$here/files/a.csv" s3://data/single/).Result | Should -Be 'Unchanged'
    }

    It 'sends one into the top of a bucket' {
        (Send-MlData "$here/files/a.csv" gs://other).Destination | Should -Be 'gs://other/a.csv'
        (Send-MlData "$here/files/a.csv" gs://other/).Result | Should -Be 'Unchanged'
    }

    It 'says what it sends, from where and to where' {
        $said = Send-MlData "$here/files/b.csv" s3://data/said -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$said" | Should -BeLike "*Send to s3://data/said/b.csv*$here/files/b.csv (2 B)*"
    }

    It 'takes wildcards' {
        Join-Sorted (Send-MlData "$here/files/*.csv" s3://data/wild).Path | Should -Be 'a.csv b.csv x[1].csv'
    }

    It 'takes a path that is there as it is, and not as a wildcard' {
        (Send-MlData "$here/files/x[1].csv" s3://data/literal).Path | Should -Be 'x[1].csv'
    }

    It 'takes files from the pipeline, in one go' {
        $files = foreach ($name in 'a.csv', 'x[1].csv', 'c.txt') { [IO.FileInfo]::new("$here/files/$name") }
        Join-Sorted ($files | Send-MlData -Destination gs://data/piped).Path | Should -Be 'a.csv c.txt x[1].csv'
    }

    It 'takes paths, folders and addresses together' {
        $null = Send-MlData "$here/files/c.txt" s3://data/together
        $sent = "$here/files/sub", "$here/files/b.csv", 's3://data/together' | Send-MlData -Destination gs://data/together
        Join-Sorted $sent.Path | Should -Be 'a.csv b.csv c.txt d.csv'
    }

    It 'sends a file once, however often it comes' {
        @(Send-MlData "$here/files/a.csv", "$here/files/a.csv", "$here/files/*.csv" s3://data/once -ErrorAction Stop).Count | Should -Be 3
    }

    It 'does not let one file overwrite another' {
        $sent = Send-MlData "$here/files/a.csv", "$here/files/sub/a.csv", "$here/files/sub/d.csv" s3://data/clash -ErrorVariable problem -ErrorAction SilentlyContinue
        Join-Sorted $sent.Path | Should -Be 'a.csv d.csv'
        @($problem).Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.Conflict,*'
        $problem[0].Exception.Message | Should -BeLike "*'$here/files/sub/a.csv' is not sent*"
        [Text.Encoding]::UTF8.GetString((Get-StandInObject data clash/a.csv)) | Should -Be '1'
    }

    It 'takes a relative path from the current location, on either side' {
        $paths = $ExecutionContext.SessionState.Path
        $before = $paths.CurrentLocation.Path
        $null = $paths.SetLocation("$here/files")
        try {
            (Send-MlData ./sub s3://data/relative).Source | Should -BeLike "$here/files/sub/?.csv"
            $null = Send-MlData s3://data/relative ./from-there
            Get-Tree "$here/files/from-there" | Should -Be (Get-Tree "$here/files/sub")
        }
        finally {
            $null = $paths.SetLocation($before)
            [IO.Directory]::Delete("$here/files/from-there", $true)
        }
    }
}

Describe 'Send-MlData between the clouds' {
    BeforeAll {
        Set-File "$here/across" ([ordered] @{ 'model/weights.bin' = 18MB; 'model/config.json' = '{}'; 'log.tmp' = 'x'; 'empty' = '' })
        $null = Send-MlData "$here/across" s3://data/across
    }

    BeforeEach { Clear-Transfer }

    It 'takes S3 to Cloud Storage' {
        $sent = Send-MlData s3://data/across gs://other/across -Exclude '*.tmp'
        Join-Sorted $sent.Path | Should -Be 'empty model/config.json model/weights.bin'
        ($sent | Where-Object Path -EQ empty).Source | Should -Be 's3://data/across/empty'
        ($sent | Where-Object Path -EQ empty).Destination | Should -Be 'gs://other/across/empty'
    }

    It 'takes it back, byte for byte' {
        Send-MlData gs://other/across s3://other/again | ForEach-Object { $_.Result | Should -Be 'Sent' }
        foreach ($name in 'model/weights.bin', 'model/config.json', 'empty') {
            [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData((Get-StandInObject other "again/$name"))) |
                Should -Be ([Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([IO.File]::ReadAllBytes("$here/across/$name"))))
        }
    }

    It 'moves no content the second time, in either direction' {
        Send-MlData s3://data/across gs://other/across -Exclude '*.tmp' | ForEach-Object { $_.Result | Should -Be 'Unchanged' }
        Send-MlData gs://other/across s3://other/again | ForEach-Object { $_.Result | Should -Be 'Unchanged' }
        Get-ContentTransfer | Should -BeNullOrEmpty
    }

    It 'takes one object, and a bucket of the same store' {
        (Send-MlData s3://data/across/model/config.json s3://other).Destination | Should -Be 's3://other/config.json'
        (Send-MlData gs://other/across/model/config.json gs://data/one).Destination | Should -Be 'gs://data/one/config.json'
    }

    It 'does not take for a folder what only begins like one' {
        $null = Invoke-StandIn object @{ bucket = 'data'; key = 'across-not/a'; text = 'no' }
        (Send-MlData s3://data/across "$here/begins").Path | Should -Not -Contain '-not/a'
    }
}

Describe 'Send-MlData with what cannot be sent' {
    BeforeAll { Set-File "$here/bad" @{ 'a.csv' = '1' } }

    BeforeEach { Clear-Transfer }

    It 'says that <what>, and what to do' -ForEach @(
        @{ what = 'an address is of no store'; from = '{0}/bad'; to = 'ftp://x/y'; id = 'InvalidArgument'; message = "'ftp://x/y' is in no store*"; action = '*s3:// or gs://*' }
        @{ what = 'a source is of no store'; from = 'ftp://x/y'; to = '{0}/out'; id = 'InvalidArgument'; message = "'ftp://x/y' is in no store*"; action = '*s3:// or gs://*' }
        @{ what = 'there is no bucket in an address'; from = '{0}/bad'; to = 's3://'; id = 'InvalidArgument'; message = "'s3://' names no bucket*"; action = '*s3://my-bucket/*' }
        @{ what = 'a bucket of S3 does not exist'; from = '{0}/bad'; to = 's3://no-such/x'; id = 'NotFound'; message = "*no bucket 'no-such'*"; action = '*bucket*' }
        @{ what = 'a bucket of Cloud Storage does not exist'; from = '{0}/bad'; to = 'gs://no-such/x'; id = 'NotFound'; message = '*gs://no-such/x*does not exist*'; action = '*bucket*' }
        @{ what = 'a bucket of S3 to read from does not exist'; from = 's3://no-such/x'; to = '{0}/out'; id = 'NotFound'; message = "*no bucket 'no-such'*"; action = '*bucket*' }
        @{ what = 'a bucket of Cloud Storage to read from does not exist'; from = 'gs://no-such/x'; to = '{0}/out'; id = 'NotFound'; message = '*gs://no-such/*does not exist*'; action = '*bucket*' }
        @{ what = 'nothing is at an address of S3'; from = 's3://data/nothing'; to = '{0}/out'; id = 'NotFound'; message = "*nothing at 's3://data/nothing'*"; action = '*address*' }
        @{ what = 'nothing is at an address of Cloud Storage'; from = 'gs://data/nothing'; to = '{0}/out'; id = 'NotFound'; message = "*nothing at 'gs://data/nothing'*"; action = '*address*' }
        @{ what = 'wildcards do not count in addresses'; from = 's3://data/*.csv'; to = '{0}/out'; id = 'NotFound'; message = "*nothing at 's3://data/[*].csv'*"; action = '*-Include*' }
        @{ what = 'a path is not there'; from = '{0}/missing'; to = 's3://data/x'; id = 'NotFound'; message = "*no file or folder '{0}/missing'*"; action = '*path*' }
        @{ what = 'a wildcard fits nothing'; from = '{0}/bad/*.txt'; to = 's3://data/x'; id = 'NotFound'; message = "*no file or folder '{0}/bad/[*].txt'*"; action = '*path*' }
        @{ what = 'both sides are here'; from = '{0}/bad'; to = '{0}/out'; id = 'InvalidArgument'; message = "'{0}/bad' and '{0}/out' are both on this machine*"; action = '*Copy-Item*' }
    ) {
        Send-MlData ($from -f $here) ($to -f $here) -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        @($problem).Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike "MlOps.$id,*"
        $problem[0].Exception.Message | Should -BeLike ($message -f $here)
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike $action
        [IO.Directory]::Exists("$here/out") | Should -BeFalse
    }

    It 'says that a folder is empty' {
        $empty = [IO.Directory]::CreateDirectory("$here/no-files").FullName
        Send-MlData $empty s3://data/x -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotFound,*'
        $problem[0].Exception.Message | Should -Be "The folder '$empty' has no files."
    }

    It 'sends the others when a source is not there' {
        $sent = Send-MlData "$here/missing", 's3://no-such/x', 's3://data/nothing', "$here/bad" gs://data/others -ErrorVariable problem -ErrorAction SilentlyContinue
        $sent.Destination | Should -Be 'gs://data/others/a.csv'
        @($problem).Count | Should -Be 3
    }

    It 'says that there are no credentials for S3' {
        $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = $null
        try {
            Send-MlData "$here/bad" s3://data/poor -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotConfigured,*'
            $problem[0].Exception.Message | Should -BeLike 'There are no AWS credentials*'
            $problem[0].ErrorDetails.RecommendedAction | Should -BeLike "*aws configure*"
            (Send-MlData "$here/bad" gs://data/poor).Result | Should -Be 'Sent'
        }
        finally {
            Set-StandInEnvironment
        }
    }

    It 'says that no region is set' {
        $env:AWS_REGION = $null
        try {
            Send-MlData "$here/bad" s3://data/poor -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotConfigured,*'
            $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*-SageMakerRegion*'
        }
        finally {
            Set-StandInEnvironment
        }
    }

    It 'says that there are no credentials for Cloud Storage' {
        $env:CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE = $null
        $env:GOOGLE_APPLICATION_CREDENTIALS = "$here/no-such-key.json"
        try {
            Send-MlData "$here/bad" gs://data/poor -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotConfigured,*'
            $problem[0].Exception.Message | Should -BeLike '*no-such-key.json*'
        }
        finally {
            $env:GOOGLE_APPLICATION_CREDENTIALS = $null
            Set-StandInEnvironment
        }
    }

    It 'says which permission is missing in <store>, and sends what goes elsewhere' -ForEach @(
        @{ store = 's3://'; cloud = 'SageMaker'; operation = 'PutObject'; permission = 's3:PutObject'; other = 'gs://data/x' }
        @{ store = 'gs://'; cloud = 'Vertex'; operation = 'storage.objects.create'; permission = 'storage.objects.create'; other = 's3://data/x' }
    ) {
        $null = Invoke-StandIn deny @{ operation = $operation } -Cloud $cloud
        try {
            Send-MlData "$here/bad" "${store}data/refused" -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            @($problem).Count | Should -Be 1
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.AccessDenied,*'
            $problem[0].Exception.Message | Should -BeLike "*$permission*"
            $problem[0].Exception.Message | Should -BeLike "*${store}data/refused/a.csv*"
            $problem[0].ErrorDetails.RecommendedAction | Should -BeLike "*$permission*"
            (Send-MlData "$here/bad" $other -ErrorAction Stop).Path | Should -Be 'a.csv'
        }
        finally {
            $null = Invoke-StandIn allow @{ operation = $operation } -Cloud $cloud
        }
    }

    It 'says which permission is missing to list <store>' -ForEach @(
        @{ store = 's3://'; cloud = 'SageMaker'; operation = 'ListObjectsV2'; permission = 's3:ListBucket' }
        @{ store = 'gs://'; cloud = 'Vertex'; operation = 'storage.objects.list'; permission = 'storage.objects.list' }
    ) {
        $null = Invoke-StandIn deny @{ operation = $operation } -Cloud $cloud
        try {
            Send-MlData "${store}data/folder" "$here/out" -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.AccessDenied,*'
            "$($problem[0].Exception.Message) $($problem[0].ErrorDetails.RecommendedAction)" | Should -BeLike "*$permission*"
            $problem[0].Exception.Message | Should -BeLike "*${store}data/*"
        }
        finally {
            $null = Invoke-StandIn allow @{ operation = $operation } -Cloud $cloud
        }
    }

    It 'refuses names of <store> by their names, and brings the rest' -ForEach @(
        @{ store = 's3://'; cloud = 'SageMaker'; name = 'key' }
        @{ store = 'gs://'; cloud = 'Vertex'; name = 'name' }
    ) {
        foreach ($key in '../out.txt', 'a\b.txt', '/top.txt', 'two//slashes', 'dots/../../x', "esc`e[31m.txt", 'good/one.txt') {
            $null = Invoke-StandIn object @{ bucket = 'data'; $name = "odd/$key"; text = $key } -Cloud $cloud
        }

        $to = "$here/odd-$cloud/in"
        $received = Send-MlData "${store}data/odd" $to -ErrorVariable problem -ErrorAction SilentlyContinue
        $received.Path | Should -Be 'good/one.txt'
        Get-Tree "$here/odd-$cloud" | Should -BeLike 'in/good/one.txt *'
        @($problem).Count | Should -Be 6
        $problem | ForEach-Object { $_.FullyQualifiedErrorId | Should -BeLike 'MlOps.Corrupt,*' }
        foreach ($shown in "'../out.txt'*..*", "'a\b.txt'*backslash*", "'/top.txt'*absolute*", "'two//slashes'*empty*", "'dots/../../x'*..*", "'esc*.txt'*control*") {
            @($problem.Exception.Message) -like "*$shown*" | Should -HaveCount 1
        }

        "$($problem.Exception.Message)" | Should -Not -Match "`e"
    }

    It 'keeps what is in the way of a file here, and brings the rest' {
        $null = Send-MlData "$here/files/sub" s3://data/way
        $null = [IO.Directory]::CreateDirectory("$here/way/a.csv")
        (Send-MlData s3://data/way "$here/way" -ErrorVariable problem -ErrorAction SilentlyContinue).Path | Should -Be 'd.csv'
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.Conflict,*'
        $problem[0].Exception.Message | Should -BeLike "*$here/way/a.csv*is a folder*"
    }
}

Describe 'Send-MlData with links and pipes' -Skip:$IsWindows {
    BeforeAll {
        Set-File "$here/links" ([ordered] @{ 'real.txt' = 'real'; 'sub/x.txt' = 'x' })
        $null = [IO.File]::CreateSymbolicLink("$here/links/alias.txt", 'real.txt')
        $null = [IO.File]::CreateSymbolicLink("$here/links/broken.txt", 'nowhere')
        $null = [IO.File]::CreateSymbolicLink("$here/links/circle.txt", 'circle.txt')
        $null = [IO.Directory]::CreateSymbolicLink("$here/links/folder", 'sub')
        $make = [Diagnostics.Process]::Start('mkfifo', "$here/links/pipe")
        $make.WaitForExit()
    }

    It 'sends a link to a file as that file, and warns of what is left out' {
        $sent = Send-MlData "$here/links" s3://data/links -WarningVariable warning -WarningAction SilentlyContinue -ErrorAction Stop
        Join-Sorted $sent.Path | Should -Be 'alias.txt real.txt sub/x.txt'
        [Text.Encoding]::UTF8.GetString((Get-StandInObject data links/alias.txt)) | Should -Be 'real'
        Join-Sorted "$warning".Replace("$here/links/", '').Split(" '") ' | ' | Should -Be (
            "'broken.txt' is left out: it is a link to nothing. | circle.txt' is left out: it is a link in a circle. | folder' is left out: it is a link to a folder. | pipe' is left out: it is no regular file.")
    }

    It 'warns too when there is nothing else' {
        $null = [IO.Directory]::CreateDirectory("$here/only-links")
        $null = [IO.File]::CreateSymbolicLink("$here/only-links/broken.txt", 'nowhere')
        Send-MlData "$here/only-links" s3://data/links -WarningVariable warning -WarningAction SilentlyContinue -ErrorVariable problem -ErrorAction SilentlyContinue
        "$warning" | Should -BeLike '*broken.txt*is left out*'
        $problem[0].Exception.Message | Should -BeLike "*has no files*"
    }

    It 'sends a link that is named as the file that it leads to, and a folder too' {
        (Send-MlData "$here/links/alias.txt" s3://data/named).Path | Should -Be 'alias.txt'
        (Send-MlData "$here/links/alias.txt" s3://data/named).Result | Should -Be 'Unchanged'
        (Send-MlData "$here/links/folder" s3://data/named).Path | Should -Be 'x.txt'
    }

    It 'says that <name> is no file, and sends the others' -ForEach @(@{ name = 'pipe' }, @{ name = 'broken.txt' }, @{ name = 'circle.txt' }) {
        (Send-MlData "$here/links/$name", "$here/links/real.txt" gs://data/named -ErrorVariable problem -ErrorAction SilentlyContinue).Path | Should -Be 'real.txt'
        @($problem).Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.InvalidArgument,*'
        $problem[0].Exception.Message | Should -BeLike "'$here/links/$name' cannot be sent*"
    }

    # Nothing is unreadable for an administrator.
    It 'says what may not be read, and sends the rest' -Skip:([Environment]::IsPrivilegedProcess) {
        Set-File "$here/secret" ([ordered] @{ 'a.txt' = 'a'; 'b.txt' = 'b'; 'sub/c.txt' = 'c' })
        [IO.File]::SetUnixFileMode("$here/secret/b.txt", 'None')
        [IO.File]::SetUnixFileMode("$here/secret/sub", 'None')
        try {
            (Send-MlData "$here/secret" s3://data/secret -ErrorVariable problem -ErrorAction SilentlyContinue).Path | Should -Be 'a.txt'
            $problem | ForEach-Object { $_.FullyQualifiedErrorId | Should -BeLike 'MlOps.AccessDenied,*' }
            Join-Sorted $problem.Exception.Message ' | ' | Should -Be "'$here/secret/b.txt' cannot be read. | '$here/secret/sub' is left out: it cannot be read."
            Send-MlData "$here/secret/sub" s3://data/secret -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.AccessDenied,*'
            $problem[0].Exception.Message | Should -Be "The folder '$here/secret/sub' cannot be read."
        }
        finally {
            [IO.File]::SetUnixFileMode("$here/secret/sub", 'UserRead, UserWrite, UserExecute')
        }
    }

    It 'writes nothing outside of the folder because of a link in it' {
        $null = Send-MlData "$here/links/sub" s3://data/inside/out
        $null = [IO.Directory]::CreateDirectory("$here/inside")
        $null = [IO.Directory]::CreateSymbolicLink("$here/inside/out", "$here/links")
        Send-MlData s3://data/inside "$here/inside" -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.InvalidArgument,*'
        $problem[0].Exception.Message | Should -BeLike "*'out/x.txt'*symbolic link*"
        [IO.File]::Exists("$here/links/x.txt") | Should -BeFalse
    }
}

Describe 'Start-MlTrainingJob with code and data of this machine on <provider>' -ForEach @(
    @{ provider = 'SageMaker'; store = 's3://'; operation = 'CreateTrainingJob'; put = 'PutObject' }
    @{ provider = 'Vertex'; store = 'gs://'; operation = 'CreateCustomJob'; put = 'objects.insertMultipart' }
) {
    BeforeAll {
        $null = Invoke-StandIn bucket @{ bucket = 'ml-results' } -Cloud SageMaker
        $null = Invoke-StandIn object @{ bucket = 'ml-results'; name = 'made'; text = '' } -Cloud Vertex
        $root = "$here/start-$provider"
        Set-File $root ([ordered] @{
                'code/train.py' = 'print(1)'; 'code/pkg/net.py' = 'layers = 2'; 'code/.gitignore' = '*.log'; 'code/old.log' = 'old'
                'data/rows.csv' = '1,2'; 'data/deep/more.csv' = '3,4'; 'one.csv' = 'alone'
            })
        $given = @{
            Provider = $provider; Image = 'train:1'; Command = 'python', 'train.py'; SourceDirectory = "$root/code"
            InputData = @{ train = "$root/data"; one = "$root/one.csv" }; Argument = '{input:train}', '{input:one}'
        }

        function Get-Address([string] $Request, [string] $Kind) { [regex]::Matches($Request, "mlops/$Kind/([0-9a-f]{40})").ForEach{ $_.Groups[1].Value } }
    }

    BeforeEach { Clear-Transfer }

    It 'sends nothing with -WhatIf' {
        $shown = Start-MlTrainingJob planned @given -WhatIf 6>&1
        foreach ($kind in '_code', '_inputs') { "$($shown[-1])" | Should -Match "ml-results/mlops/$kind/[0-9a-f]{40}" }
        Get-ContentTransfer | Should -BeNullOrEmpty
        Get-StandInCall $operation -Cloud $provider | Should -BeNullOrEmpty
    }

    It 'sends what git does not ignore, and all data, and starts the job with their addresses' {
        $said = Start-MlTrainingJob first @given -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$said" | Should -BeLike "*Sends 3 files, 23 B, from $root/code to ${store}ml-results/mlops/_code/*"
        "$said" | Should -BeLike "*Sends 1 file, 5 B, from $root/one.csv to *"
        (Get-MlJob first -Provider $provider).SourceUri | Should -BeLike "${store}ml-results/mlops/_code/*"
        $request = "$(Get-StandInCall $operation -Cloud $provider)"
        $code = @(Get-Address $request _code)[0]
        [Text.Encoding]::UTF8.GetString((Get-StandInObject ml-results "mlops/_code/$code/pkg/net.py" -Cloud $provider)) | Should -Be 'layers = 2'
        Get-StandInObject ml-results "mlops/_code/$code/old.log" -Cloud $provider | Should -BeNullOrEmpty
        Get-StandInObject ml-results "mlops/_code/$code/.gitignore" -Cloud $provider | Should -Not -BeNullOrEmpty
        $found = foreach ($digest in Get-Address $request _inputs) {
            foreach ($key in 'rows.csv', 'deep/more.csv', 'one.csv') { if (Get-StandInObject ml-results "mlops/_inputs/$digest/$key" -Cloud $provider) { $key } }
        }
        foreach ($key in 'rows.csv', 'deep/more.csv', 'one.csv') { $found | Should -Contain $key }
    }

    It 'sends nothing the second time' {
        $null = Start-MlTrainingJob second @given
        Get-ContentTransfer | Should -BeNullOrEmpty
        Get-StandInCall $operation -Cloud $provider | Should -Not -BeNullOrEmpty
    }

    It 'sends nothing of the same content from elsewhere, with other times' {
        Set-File "$here/elsewhere-$provider" ([ordered] @{ 'rows.csv' = '1,2'; 'deep/more.csv' = '3,4' })
        $other = $given.Clone()
        $other.InputData = @{ train = "$here/elsewhere-$provider"; one = "$root/one.csv" }
        $null = Start-MlTrainingJob third @other
        Get-ContentTransfer | Should -BeNullOrEmpty
    }

    It 'sends what is missing there' {
        $request = "$((Start-MlTrainingJob planned @given -WhatIf 6>&1)[-1])"
        $code = @(Get-Address $request _code)[0]
        if ($provider -eq 'SageMaker') { Set-StandInObject ml-results "mlops/_code/$code/train.py" ([byte[]] (1, 2)) } else { $null = Invoke-StandIn object @{ bucket = 'ml-results'; name = "mlops/_code/$code/train.py"; text = 'x' } -Cloud Vertex }
        Clear-Transfer
        $null = Start-MlTrainingJob fourth @given
        @(Get-ContentTransfer).Count | Should -Be 1
        [Text.Encoding]::UTF8.GetString((Get-StandInObject ml-results "mlops/_code/$code/train.py" -Cloud $provider)) | Should -Be 'print(1)'
    }

    It 'sends code that has changed to another address, and starts with that' {
        Set-File "$root/code" @{ 'train.py' = 'print(2)' }
        $before = (Get-MlJob first -Provider $provider).SourceUri.TrimEnd('/')
        (Start-MlTrainingJob fifth @given).SourceUri.TrimEnd('/') | Should -Not -Be $before
        @(Get-ContentTransfer).Count | Should -Be 3
        [Text.Encoding]::UTF8.GetString((Get-StandInObject ml-results "$($before.Substring("${store}ml-results/".Length))/train.py" -Cloud $provider)) | Should -Be 'print(1)'
    }

    It 'starts nothing when a file changes after it was read and before it is sent' {
        Set-File "$root/data" @{ 'rows.csv' = '5,6' }
        $all = @{ ErrorVariable = 'problem'; ErrorAction = 'SilentlyContinue' }
        Start-MlTrainingJob changes @given @all -Verbose 4>&1 | ForEach-Object { if ("$_" -like 'Sends *data*') { Set-File "$root/data" @{ 'rows.csv' = '7,8,9' } } }
        @($problem).Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.Conflict,*'
        $problem[0].Exception.Message | Should -BeLike "*$root/data/rows.csv*"
        $problem[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        Get-StandInCall $operation -Cloud $provider | Should -BeNullOrEmpty
        (Start-MlTrainingJob changed @given).Name | Should -Be 'changed'
    }

    It 'starts nothing when it may not send' {
        Set-File "$root/data" @{ 'rows.csv' = 'new' }
        $null = Invoke-StandIn deny @{ operation = $put } -Cloud $provider
        try {
            Start-MlTrainingJob refused @given -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.AccessDenied,*'
            $problem[0].Exception.Message | Should -BeLike "*${store}ml-results/mlops/_inputs/*.csv*"
            Get-StandInCall $operation -Cloud $provider | Should -BeNullOrEmpty
        }
        finally {
            $null = Invoke-StandIn allow @{ operation = $put } -Cloud $provider
        }
    }

    It 'has what was sent there for the next start when the start fails' {
        $null = Invoke-StandIn deny @{ operation = $operation } -Cloud $provider
        try {
            Start-MlTrainingJob refused @given -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.AccessDenied,*'
            Get-ContentTransfer | Should -Not -BeNullOrEmpty
        }
        finally {
            $null = Invoke-StandIn allow @{ operation = $operation } -Cloud $provider
        }

        Clear-Transfer
        $null = Start-MlTrainingJob later @given -ErrorAction Stop
        Get-ContentTransfer | Should -BeNullOrEmpty
    }

    It 'warns of links that do not go along' -Skip:$IsWindows {
        $null = [IO.File]::CreateSymbolicLink("$root/code/away", '/etc/hostname')
        $null = [IO.File]::CreateSymbolicLink("$root/data/broken", 'nowhere')
        $null = Start-MlTrainingJob warned @given -WarningVariable warning -WarningAction SilentlyContinue
        "$warning" | Should -BeLike "The job does not get '$root/code/away': it is a symbolic link that leads out of the folder, '$root/data/broken': it is a symbolic link to nothing"
    }
}

Describe 'Receive-MlArtifact -Watch with a job on each cloud' {
    It 'fetches what they write, until both have ended' {
        $jobs = foreach ($provider in 'SageMaker', 'Vertex') { Start-MlTrainingJob "watched-$provider".ToLowerInvariant() -Provider $provider -Image train:1 }
        function Add-Checkpoint([string] $Name) {
            $null = Invoke-StandIn object @{ bucket = 'ml-results'; key = "mlops/watched-sagemaker/checkpoints/$Name"; text = $Name } -Cloud SageMaker
            $null = Invoke-StandIn object @{ bucket = 'ml-results'; name = "mlops/watched-vertex/checkpoints/$Name"; text = $Name } -Cloud Vertex
        }

        $null = Invoke-StandIn advance @{ job = 'watched-sagemaker'; to = 'Training' } -Cloud SageMaker
        $null = Invoke-StandIn advance @{ job = 'watched-vertex'; to = 'RUNNING' } -Cloud Vertex
        Add-Checkpoint 1.ckpt
        $seen = [Collections.Generic.List[string]]::new()
        $jobs | Receive-MlArtifact -Destination "$here/watched" -Watch -ErrorAction Stop | ForEach-Object {
            $seen.Add("$($_.JobName) $($_.Path) $($_.Result)")
            if ($seen.Count -eq 2) {
                # Both have been looked at: what comes now is for the next time.
                Add-Checkpoint 2.ckpt
                $null = Invoke-StandIn advance @{ job = 'watched-sagemaker'; to = 'Completed' } -Cloud SageMaker
                $null = Invoke-StandIn advance @{ job = 'watched-vertex'; to = 'SUCCEEDED' } -Cloud Vertex
            }
        }

        Join-Sorted $seen ', ' | Should -Be (
            'watched-sagemaker checkpoints/1.ckpt Received, watched-sagemaker checkpoints/2.ckpt Received, watched-vertex checkpoints/1.ckpt Received, watched-vertex checkpoints/2.ckpt Received')
        [IO.File]::ReadAllText("$here/watched/watched-vertex/checkpoints/2.ckpt") | Should -Be '2.ckpt'
    }
}

Describe 'What was sent' {
    It 'is nothing that either service would not take' {
        foreach ($cloud in 'SageMaker', 'Vertex') { (Invoke-StandIn violations -Cloud $cloud).ToJsonString() | Should -Be '[]' }
    }
}
