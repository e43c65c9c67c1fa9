BeforeAll {
    Import-Module "$PSScriptRoot/StandIn.psm1" -Force
    Enter-StandIn -Cloud SageMaker, Vertex
    Import-Module "$PSScriptRoot/../MlOps.psd1"
    $amazon = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/train:1'
    $google = 'europe-west4-docker.pkg.dev/my-project/ml/train:1'
    $work = @{
        Command = 'python', 'train.py', '--quiet'
        Hyperparameter = [ordered] @{ lr = 0.1; dataset = 'dogs', 'cats'; shuffle = $true; off = $false; label = 'x y' }
        Argument = '--data', '{input:train}', '--log-dir', '{tensorboard}', '$(HOME)'; Environment = @{ WHERE = '{output}' }
        MetricPattern = @{ val_loss = 'val_loss=(\S+)' }; Tag = @{ team = 'vision' }
    }
    $eight = @{ Accelerator = 'A100'; AcceleratorCount = 8; InstanceCount = 2; Spot = $true; MaxRuntime = '6h' }

    # What the training code gets, with the folders by their placeholders: they differ between the clouds, and nothing else does.
    function Get-AmazonArgv {
        $request = [Text.Json.Nodes.JsonNode]::Parse("$(Get-StandInCall CreateTrainingJob -Reset -Cloud SageMaker)")
        $given = foreach ($one in $request['AlgorithmSpecification']['ContainerEntrypoint'], $request['AlgorithmSpecification']['ContainerArguments']) { foreach ($argument in $one) { "$argument" } }
        ($given -replace '^/opt/ml/input/data/train$', '{input:train}' -replace '^/opt/ml/output/tensorboard$', '{tensorboard}') -join "`n"
    }

    function Get-GoogleArgv([string] $Name) {
        $request = [Text.Json.Nodes.JsonNode]::Parse("$(Get-StandInCall CreateCustomJob -Reset -Cloud Vertex)")
        $container = $request['jobSpec']['workerPoolSpecs'][0]['containerSpec']
        $given = foreach ($one in $container['command'], $container['args']) { foreach ($argument in $one) { "$argument" } }
        ($given -replace '^/gcs/data/digits$', '{input:train}' -replace "^/gcs/ml-results/mlops/$Name/logs$", '{tensorboard}' -replace '\$\$\(', '$(') -join "`n"
    }

    # Runs a script with verbose lines and warnings, and gives what was said.
    function Get-Said([scriptblock] $Script) {
        & $Script 3>&1 4>&1 | Where-Object { $_ -is [Management.Automation.WarningRecord] -or $_ -is [Management.Automation.VerboseRecord] }
    }
}

AfterAll { Exit-StandIn }

Describe 'A job of SageMaker on Vertex AI' {
    BeforeAll {
        $null = Start-MlTrainingJob amazon -Provider SageMaker -Image $amazon -InputData @{ train = 's3://data/digits' } @work @eight
        $argv = Get-AmazonArgv
    }

    It 'wants an image that Vertex AI can read' {
        Get-MlJob amazon -Provider SageMaker | Start-MlTrainingJob -Name refused -Provider Vertex -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.InvalidArgument,*'
        $problem[0].Exception.Message | Should -BeLike "*$amazon*Amazon's registry*"
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*-Image*'
    }

    It 'wants data that Vertex AI can read' {
        Get-MlJob amazon -Provider SageMaker | Start-MlTrainingJob -Name refused -Provider Vertex -Image $google -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.InvalidArgument,*'
        $problem[0].Exception.Message | Should -BeLike '*s3://data/digits*cannot read from S3*'
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*-InputData*'
        Get-StandInCall CreateCustomJob -Cloud Vertex | Should -BeNullOrEmpty
    }

    It 'wants code that Vertex AI can read' {
        $job = Start-MlTrainingJob coded -Provider SageMaker -Image $amazon -Command ./train -SourceDirectory s3://ml-results/mlops/_code/1/
        $job | Start-MlTrainingJob -Name refused -Provider Vertex -Image $google -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.InvalidArgument,*'
        $problem[0].Exception.Message | Should -BeLike '*s3://ml-results/mlops/_code/1/*cannot read from S3*'
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*-SourceDirectory*'
        $shown = $job | Start-MlTrainingJob -Name moved -Provider Vertex -Image $google -SourceDirectory $PSScriptRoot/fixtures -WhatIf 6>&1
        "$($shown[-1])" | Should -BeLike '*/gcs/ml-results/mlops/_code/*"./train"*'
        $null = Invoke-StandIn reset-calls -Cloud SageMaker
    }

    It 'gets the same arguments, and the machine that comes nearest, which is said' {
        $said = Get-Said {
            $script:moved = Get-MlJob amazon -Provider SageMaker | Start-MlTrainingJob -Name google -Provider Vertex -Image $google -InputData @{ train = 'gs://data/digits' } -Verbose
        }
        Get-GoogleArgv google | Should -Be $argv
        @($said.Message) -like 'ml.p4d.24xlarge becomes a2-highgpu-8g*' | Should -HaveCount 1
        $job = Get-MlJob google -Provider Vertex
        $job.InstanceType | Should -Be 'a2-highgpu-8g'
        $job.InstanceCount | Should -Be 2
        $job.Spot | Should -BeTrue
        $job.MaxRuntime | Should -Be ([TimeSpan]::FromHours(6))
        $job.Tag['team'] | Should -Be 'vision'
        $job.MetricPattern['val_loss'] | Should -Be 'val_loss=(\S+)'
        $job.Environment['WHERE'] | Should -Be '{output}'
        $job.Hyperparameter['dataset'] -join ' ' | Should -Be 'dogs cats'
    }

    It 'warns of a machine that is smaller' {
        $null = Start-MlTrainingJob big -Provider SageMaker -Image $amazon -Command true -InstanceType ml.p4d.24xlarge
        $said = Get-Said { $null = Get-MlJob big -Provider SageMaker | Start-MlTrainingJob -Name big -Provider Vertex -Image $google -WhatIf 6>$null }
        $said = $said | Where-Object Message -Like 'ml.p4d.24xlarge becomes*'
        "$($said.Message)" | Should -BeLike 'ml.p4d.24xlarge becomes a2-highgpu-8g*'
        $machines = Find-MlInstance ml.p4d.24xlarge, a2-highgpu-8g
        $isSmaller = ($machines | Where-Object Provider -EQ Vertex).Memory -lt ($machines | Where-Object Provider -EQ SageMaker).Memory
        $said -is [Management.Automation.WarningRecord] | Should -Be $isSmaller
    }

    It 'takes the machine that is given instead' {
        $said = Get-Said { $null = Get-MlJob big -Provider SageMaker | Start-MlTrainingJob -Name other -Provider Vertex -Image $google -InstanceType n1-standard-8 }
        $said | Should -BeNullOrEmpty
        (Get-MlJob other -Provider Vertex).InstanceType | Should -Be 'n1-standard-8'
    }

    It 'has no tags that are no labels: others are to be given' {
        $job = Start-MlTrainingJob tagged -Provider SageMaker -Image $amazon -Command true -Tag @{ Team = 'Vision' }
        $job | Start-MlTrainingJob -Name tagged -Provider Vertex -Image $google -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.InvalidArgument,*'
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*-Tag*'
        ($job | Start-MlTrainingJob -Name tagged -Provider Vertex -Image $google -Tag @{ team = 'vision' } -ErrorAction Stop).Tag['team'] | Should -Be 'vision'
    }
}

Describe 'A job of Vertex AI on SageMaker' {
    BeforeAll {
        $null = Invoke-StandIn reset-calls -Cloud Vertex
        $null = Invoke-StandIn reset-calls -Cloud SageMaker
        $null = Start-MlTrainingJob there -Provider Vertex -Image $google -InputData @{ train = 'gs://data/digits' } @work @eight
        $argv = Get-GoogleArgv there
    }

    It 'wants an image that SageMaker can read' {
        Get-MlJob there -Provider Vertex | Start-MlTrainingJob -Name refused -Provider SageMaker -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.InvalidArgument,*'
        $problem[0].Exception.Message | Should -BeLike "*$google*Google's registry*"
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*-Image*'
    }

    It 'wants data that SageMaker can read' {
        Get-MlJob there -Provider Vertex | Start-MlTrainingJob -Name refused -Provider SageMaker -Image $amazon -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].Exception.Message | Should -BeLike '*gs://data/digits*cannot read from Google Cloud Storage*'
        Get-StandInCall CreateTrainingJob -Cloud SageMaker | Should -BeNullOrEmpty
    }

    It 'gets the same arguments, and the machine that comes nearest' {
        $said = Get-Said { $null = Get-MlJob there -Provider Vertex | Start-MlTrainingJob -Name back -Provider SageMaker -Image $amazon -InputData @{ train = 's3://data/digits' } -Verbose }
        Get-AmazonArgv | Should -Be $argv
        $said | Where-Object Message -Like 'a2-highgpu-8g becomes ml.p4d.24xlarge*' | Should -BeOfType ([Management.Automation.VerboseRecord])
        $job = Get-MlJob back -Provider SageMaker
        $job.InstanceType | Should -Be 'ml.p4d.24xlarge'
        $job.InstanceCount | Should -Be 2
        $job.Spot | Should -BeTrue
        $job.Environment.Keys -join ' ' | Should -Be 'WHERE'
        $job.Tag['team'] | Should -Be 'vision'
    }
}

Describe 'A job between this machine and a cloud' {
    BeforeAll { $here = Start-MlTrainingJob here -Provider Local -Command sh, -c, 'exit 0', sh -Hyperparameter ([ordered] @{ z = 1; a = 'x', 'y' }) -Argument last | Wait-MlJob }

    BeforeEach {
        $null = Invoke-StandIn reset-calls -Cloud SageMaker
        $null = Invoke-StandIn reset-calls -Cloud Vertex
    }

    It 'wants an image' {
        foreach ($cloud in 'SageMaker', 'Vertex') {
            $here | Start-MlTrainingJob -Name refused -Provider $cloud -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problem[0].Exception.Message | Should -BeLike '*no image*'
        }
    }

    It 'gets the same arguments on both clouds' {
        $null = $here | Start-MlTrainingJob -Name up -Provider SageMaker -Image $amazon
        $null = $here | Start-MlTrainingJob -Name up -Provider Vertex -Image $google
        $argv = 'sh', '-c', 'exit 0', 'sh', '--z', '1', '--a', 'x', '--a', 'y', 'last' -join "`n"
        Get-AmazonArgv | Should -Be $argv
        Get-GoogleArgv up | Should -Be $argv
    }

    It 'takes its code and data along' {
        $folder = [IO.Directory]::CreateDirectory("$env:MLOPS_HOME/../spec-code").FullName
        [IO.File]::WriteAllText("$folder/name.txt", 'one')
        $job = Start-MlTrainingJob with-code -Provider Local -SourceDirectory $folder -InputData @{ train = $folder } -Command cat, name.txt | Wait-MlJob
        $amazonRequest = "$(($job | Start-MlTrainingJob -Provider SageMaker -Image $amazon -WhatIf 6>&1)[-1])"
        $googleRequest = "$(($job | Start-MlTrainingJob -Provider Vertex -Image $google -WhatIf 6>&1)[-1])"
        foreach ($kind in 'code', 'inputs') {
            $digest = [regex]::Match($amazonRequest, "s3://ml-results/mlops/_$kind/([0-9a-f]{40})/").Groups[1].Value
            $digest | Should -Not -BeNullOrEmpty
            $googleRequest | Should -BeLike "*/gcs/ml-results/mlops/_$kind/$digest*"
        }
    }

    It 'runs here as a process with the same arguments, and the machine is said to be left behind' {
        $to = [IO.Path]::Combine($env:MLOPS_HOME, 'argv.txt')
        $job = Start-MlTrainingJob down -Provider Vertex -Image $google -InputData @{ train = 'gs://data/digits' } -Command sh, -c, ('printf "%s\n" "$@" > ' + $to), sh -Hyperparameter @{ lr = 0.1 } -Argument --data, '{input:train}'
        $back = $job | Start-MlTrainingJob -Name down -Provider Local -Image '' -InputData @{ train = $env:MLOPS_HOME } -WarningVariable warning -WarningAction SilentlyContinue | Wait-MlJob
        $back.Status | Should -Be 'Succeeded'
        [IO.File]::ReadAllText($to) | Should -Be "--lr`n0.1`n--data`n$env:MLOPS_HOME`n"
        "$warning" | Should -BeLike '*Local has no counterpart*InstanceType n1-standard-4*'
    }

    It 'wants data of this machine' {
        Get-MlJob down -Provider Vertex | Start-MlTrainingJob -Name refused -Provider Local -Image '' -ErrorVariable problem -ErrorAction SilentlyContinue -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].Exception.Message | Should -BeLike '*gs://data/digits*this machine only*'
    }
}

Describe 'What was sent' {
    It 'is nothing that either service would not take' {
        foreach ($cloud in 'SageMaker', 'Vertex') { (Invoke-StandIn violations -Cloud $cloud).ToJsonString() | Should -Be '[]' }
    }
}
