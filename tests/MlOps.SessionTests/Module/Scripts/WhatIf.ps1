# Shows what sending and fetching would do: WhatIf.ps1 MANIFEST TESTS.

$manifest, $tests = $args
Import-Module "$tests/StandIn.psm1"
Enter-StandIn
try {
    Import-Module $manifest
    $null = Invoke-StandIn bucket @{ bucket = 'data' }
    $folder = [IO.Directory]::CreateDirectory("$env:MLOPS_HOME/../what-if").FullName
    $null = [IO.Directory]::CreateDirectory("$folder/data/deep")
    [IO.File]::WriteAllText("$folder/data/deep/ü [1].csv", '1,2')
    [IO.File]::WriteAllBytes("$folder/data/large.bin", [byte[]]::new(2MB))
    $null = [IO.File]::CreateSymbolicLink("$folder/data/broken", 'nowhere')
    Send-MlData "$folder/data" s3://data/set -WhatIf -WarningAction Ignore

    $script = 'cd "$MLOPS_OUTPUT_DIR"; mkdir logs; printf events > logs/events.1; tar cf "$MLOPS_MODEL_DIR/model.tar" logs; rm -r logs; printf rows > rows.csv'
    $null = Start-MlTrainingJob packs -Provider Local -Command sh, -c, $script | Wait-MlJob
    Receive-MlArtifact packs -Provider Local -Destination "$folder/out" -WhatIf
    Receive-MlArtifact packs -Provider Local -Destination "$folder/out" -WhatIf -KeepPacked -Exclude 'output/**'

    $given = @{ Provider = 'SageMaker'; Image = 'train:1'; Command = 'true'; SourceDirectory = "$folder/data/deep"; InputData = @{ train = "$folder/data/large.bin" } }
    $null = Start-MlTrainingJob planned @given -WhatIf 6>&1
    Get-StandInTransfer PutObject
    "there: $([IO.Directory]::Exists("$folder/out"))"
}
finally {
    Exit-StandIn
}
